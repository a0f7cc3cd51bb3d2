package io.s3dlio.store.transfer;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.config.StoreConfig;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Reads ranges of one object in parallel, straight into the caller's buffers. Thread-safe.
 *
 * <p>Closes the reader it is given. Closing waits until no task writes to a caller's buffer any
 * more, so that the buffers may be reused.
 */
public final class RangeReader implements Closeable {

  public RangeReader(ObjectReader reader, IoRuntime runtime, StoreConfig.Range config) {}

  /**
   * Starts reading ranges and returns at once; near neighbours are merged, large ones cut.
   *
   * @param ranges any order, not overlapping, none with {@code fromEnd}
   * @param allocate called once per merged range, on an I/O thread
   * @param release called with every buffer of {@code allocate} that no future hands out
   * @return one future per range, in the order given; each is completed with a buffer whose
   *     remaining bytes are the range's, or exceptionally with an {@link IOException}; a range that
   *     goes past the end fails with {@link java.io.EOFException}
   */
  public List<CompletableFuture<ByteBuffer>> read(
      List<ByteRange> ranges, IntFunction<ByteBuffer> allocate, Consumer<ByteBuffer> release) {
    throw new UnsupportedOperationException();
  }

  /**
   * Fills {@code target} from {@code position}, in parallel when it is large; small reads stay on
   * the caller's thread.
   *
   * @return bytes read; fewer than remained only at the object's end, -1 when {@code position} is
   *     at or past the end
   */
  public int read(long position, ByteBuffer target) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {}
}
