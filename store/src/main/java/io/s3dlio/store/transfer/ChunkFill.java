package io.s3dlio.store.transfer;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.function.BooleanSupplier;

/** One request whose body lands in one buffer. */
final class ChunkFill {

  private ChunkFill() {}

  /**
   * Fills the buffer's remaining bytes from {@code position} of the object.
   *
   * @param answered told once the request was answered, which pins the object's version
   * @param stop asked between reads; once it says yes the transfer is aborted
   * @return bytes read: fewer than remained only at the object's end or when stopped
   */
  static int read(
      ObjectReader reader,
      long position,
      ByteBuffer target,
      Runnable answered,
      BooleanSupplier stop)
      throws IOException {
    int start = target.position();
    try (ReadableByteChannel channel = reader.get(ByteRange.of(position, target.remaining()))) {
      answered.run();
      while (target.hasRemaining() && !stop.getAsBoolean()) {
        if (channel.read(target) < 0) {
          break;
        }
      }
    }
    return target.position() - start;
  }
}
