package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ReadHints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When the buffer of a chunk that was read ahead goes back. */
final class ReadAheadBlockTest extends EngineTest {

  private static final int SIZE = 50_000;

  /** The thread that fills may lag behind: its user has all bytes before the request has ended. */
  @Test
  void aBlockThatIsFullGivesItsBufferBackAtOnce() throws Exception {
    byte[] bytes = putObject("full", SIZE);
    try (HeldReader reader = new HeldReader(store.open("full", ReadHints.none()), SIZE)) {
      ReadAheadBlock block = start(reader);
      assertThat(read(block, SIZE)).isEqualTo(bytes);
      reader.awaitHeld();
      block.drop();
      assertThat(runtime.buffers().bytesInUse()).isZero();
    }
  }

  /** Another user of that memory would find bytes in it that are not his. */
  @Test
  void aBlockThatIsStillFilledKeepsItsBufferUntilTheRequestEnds() throws Exception {
    byte[] bytes = putObject("filling", SIZE);
    try (HeldReader reader = new HeldReader(store.open("filling", ReadHints.none()), SIZE / 2)) {
      ReadAheadBlock block = start(reader);
      assertThat(read(block, SIZE / 2)).isEqualTo(Arrays.copyOf(bytes, SIZE / 2));
      reader.awaitHeld();
      block.drop();
      assertThat(runtime.buffers().bytesInUse()).isGreaterThanOrEqualTo(SIZE);
    }
    runtime.close();
    assertThat(runtime.buffers().bytesInUse()).isZero();
  }

  private ReadAheadBlock start(ObjectReader reader) {
    ReadAheadBlock block =
        new ReadAheadBlock(reader, 0, runtime.buffers().tryAcquire(SIZE).orElseThrow());
    runtime.executor().execute(block);
    return block;
  }

  private static byte[] read(ReadAheadBlock block, int length) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(length);
    while (target.hasRemaining()) {
      assertThat(block.read(target.position(), target)).isPositive();
    }
    return target.array();
  }

  /** Its bodies hold their thread once so many bytes were read, until the reader is closed. */
  private record HeldReader(
      ObjectReader inner, int before, CountDownLatch held, CountDownLatch closed)
      implements ObjectReader {

    HeldReader(ObjectReader inner, int before) {
      this(inner, before, new CountDownLatch(1), new CountDownLatch(1));
    }

    void awaitHeld() throws InterruptedException {
      assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public ObjectStat stat() throws IOException {
      return inner.stat();
    }

    @Override
    public ReadableByteChannel get(ByteRange range) throws IOException {
      return new HeldChannel(this, inner.get(range));
    }

    @Override
    public void close() throws IOException {
      closed.countDown();
      inner.close();
    }
  }

  /** Held at the read, or the close, that follows {@code reader.before} bytes. */
  private static final class HeldChannel implements ReadableByteChannel {

    private final HeldReader reader;
    private final ReadableByteChannel inner;
    private int count;

    HeldChannel(HeldReader reader, ReadableByteChannel inner) {
      this.reader = reader;
      this.inner = inner;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      hold();
      int step = Math.min(target.remaining(), reader.before() - count);
      ByteBuffer slice = target.slice(target.position(), step > 0 ? step : target.remaining());
      int read = inner.read(slice);
      target.position(target.position() + Math.max(read, 0));
      count += Math.max(read, 0);
      return read;
    }

    private void hold() {
      if (count < reader.before()) {
        return;
      }
      reader.held().countDown();
      try {
        assertThat(reader.closed().await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean isOpen() {
      return inner.isOpen();
    }

    @Override
    public void close() throws IOException {
      hold();
      inner.close();
    }
  }
}
