package io.s3dlio.store;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Conveniences over the contract that no backend and no layer needs to know. */
public final class Stores {

  private Stores() {}

  /** Whether an object of exactly this key exists; one request. */
  public static boolean exists(ObjectStore store, String key) throws IOException {
    try {
      store.stat(key);
      return true;
    } catch (NoSuchBucketException e) {
      throw e;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /**
   * Fills the buffer from {@code offset}.
   *
   * @throws EOFException when the object ends before the buffer is full
   */
  public static void readFully(ObjectReader reader, long offset, ByteBuffer target)
      throws IOException {
    try (ReadableByteChannel channel = reader.get(ByteRange.of(offset, target.remaining()))) {
      while (target.hasRemaining()) {
        if (channel.read(target) < 0) {
          throw new EOFException(
              "the object ends " + target.remaining() + " bytes before the range's end");
        }
      }
    }
  }
}
