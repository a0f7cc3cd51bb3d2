package io.s3dlio.store.transfer;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.ReadHints.Pattern;
import io.s3dlio.store.config.StoreConfig;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sequential view of one object with a cursor: the first request both opens and reads; while the
 * reading stays sequential a window of chunks is read ahead.
 *
 * <p>For one thread. Does not close the reader it is given. Never reads past the object's size.
 */
public final class ReadAheadStream implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(ReadAheadStream.class);

  // Seeks without a body read to its end between them, from which on reading counts as random.
  private static final int SEEKS_OF_RANDOM = 3;
  private static final int LEAST_REQUEST = 4096;
  private static final int SKIP_STEP = 16 << 10;

  private final ObjectReader reader;
  private final StoreConfig.Range config;
  private final Pattern pattern;
  private final ReadAheadWindow window;
  private final OpenBodies bodies;

  // Where the caller means to stop: nothing from here on is read ahead.
  private final long end;

  // What a request is delivering: bytes [bodyAt, bodyEnd) of the object; null when there is none.
  private @Nullable ReadableByteChannel body;
  // Where the body is left between two calls; null when there is none.
  private OpenBodies.@Nullable Slot slot;
  private long bodyStart;
  private long bodyAt;
  private long bodyEnd;

  // Negative until known.
  private long size = -1;
  private long cursor;
  private int seeks;
  private boolean sequential;
  private boolean bodyWasTaken;
  private boolean closed;

  /** A stream of an object of which nothing is known. */
  public ReadAheadStream(ObjectReader reader, IoRuntime runtime, StoreConfig.Range config) {
    this(reader, ReadHints.none(), runtime, config);
  }

  /**
   * A stream of an object of which something may be known.
   *
   * @param hints those that {@code reader} was opened with: with size and etag {@link #open} is
   *     superfluous, pattern and end decide how far is read ahead
   */
  public ReadAheadStream(
      ObjectReader reader, ReadHints hints, IoRuntime runtime, StoreConfig.Range config) {
    this.reader = reader;
    this.config = config;
    this.pattern = hints.pattern();
    this.end = hints.end().orElse(Long.MAX_VALUE);
    this.window = new ReadAheadWindow(reader, runtime, config);
    this.bodies = runtime.openBodies();
    if (hints.size().isPresent() && hints.etag().isPresent()) {
      size = hints.size().getAsLong();
    }
    sequential = isEager();
  }

  /**
   * Sends the first request at position 0 and keeps its body for the reads that follow.
   *
   * @return what its answer said: size and etag
   * @throws java.io.FileNotFoundException when the object is missing
   */
  public ObjectStat open() throws IOException {
    checkOpen();
    cursor = 0;
    startBody(0, config.firstSize());
    leaveBody();
    return reader.stat();
  }

  /**
   * Reads at {@code position}; reading where the last call ended is sequential, anything else a
   * seek that keeps what is near and drops the rest.
   *
   * @return bytes read, at least 1 unless {@code target} is full; -1 at the end
   * @throws java.io.InterruptedIOException when the thread is interrupted; reading may go on
   */
  public int read(long position, ByteBuffer target) throws IOException {
    checkOpen();
    if (position < 0) {
      throw new IllegalArgumentException("position " + position);
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    if (size >= 0 && position >= size) {
      return -1;
    }
    takeBody();
    try {
      if (position != cursor) {
        seek(position);
      }
      int count = readHere(target);
      cursor += Math.max(count, 0);
      readAhead();
      return count;
    } catch (IOException | RuntimeException e) {
      release();
      throw e;
    } finally {
      leaveBody();
    }
  }

  /**
   * Gives back buffers and connections; the next read starts anew. Does not wait: a chunk that is
   * still under way keeps its own until its request has ended, which closing the reader hastens.
   */
  public void release() {
    takeBody();
    closeBody();
    window.drop();
  }

  @Override
  public void close() {
    closed = true;
    release();
  }

  private void seek(long position) throws IOException {
    cursor = position;
    if (body != null && position >= bodyAt && position < bodyEnd) {
      if (position - bodyAt <= config.mergeGap()) {
        skipTo(position);
        return;
      }
    } else if (window.covers(position)) {
      closeBody();
      return;
    }
    release();
    seeks++;
    bodyWasTaken = false;
    sequential = isEager() && seeks < SEEKS_OF_RANDOM;
  }

  private int readHere(ByteBuffer target) throws IOException {
    if (body == null && !window.covers(cursor)) {
      window.drop();
      begin(target.remaining());
    }
    return body == null ? window.read(cursor, target) : readBody(target);
  }

  /** Starts a request, or reading ahead, at the cursor. */
  private void begin(int wanted) throws IOException {
    if (bodyWasTaken && pattern != Pattern.RANDOM) {
      // Not when a body is taken, but when reading goes on after it: a random read may end there.
      sequential = true;
      seeks = 0;
    }
    if (sequential && size >= 0 && cursor < end) {
      widenWhenEager();
      window.extend(cursor, Math.min(size, end));
      if (!window.isEmpty()) {
        return;
      }
      // No memory to read ahead into: one long request straight into the caller's buffer.
      startBody(cursor, Math.min(end - cursor, Math.max(config.chunkSize(), config.readAhead())));
      return;
    }
    long usual = isRandom() ? Math.max(config.mergeGap(), LEAST_REQUEST) : config.firstSize();
    startBody(cursor, Math.max(wanted, usual));
  }

  private void startBody(long position, long length) throws IOException {
    release();
    long asked = size < 0 ? length : Math.min(length, size - position);
    body = reader.get(ByteRange.of(position, asked));
    slot = bodies.add();
    // Answered by the request just sent.
    size = reader.stat().size();
    bodyStart = position;
    bodyAt = position;
    bodyEnd = Math.min(size, position + asked);
  }

  private int readBody(ByteBuffer target) throws IOException {
    ReadableByteChannel channel = body;
    if (channel == null || bodyAt >= bodyEnd) {
      closeBody();
      return -1;
    }
    int most = (int) Math.min(target.remaining(), bodyEnd - bodyAt);
    ByteBuffer slice = target.slice(target.position(), most);
    int count = 0;
    // A blocking channel may still answer 0; ours is to give at least one byte.
    while (count == 0) {
      count = channel.read(slice);
    }
    if (count < 0) {
      closeBody();
      return -1;
    }
    target.position(target.position() + count);
    bodyAt += count;
    if (bodyAt == bodyEnd) {
      closeBody();
      bodyWasTaken = true;
    }
    return count;
  }

  /** Reads ahead of the cursor when the reading has shown, or was said, to be sequential. */
  private void readAhead() {
    if (size < 0 || isRandom()) {
      return;
    }
    if (body == null ? !sequential : !isEager() && !halfTakenInOrder()) {
      return;
    }
    widenWhenEager();
    window.extend(body == null ? cursor : bodyEnd, Math.min(size, end));
  }

  /** Then the rest of the body will be wanted, and what follows it in time. */
  private boolean halfTakenInOrder() {
    return seeks == 0 && bodyAt - bodyStart >= (bodyEnd - bodyStart) / 2;
  }

  private void widenWhenEager() {
    if (isEager()) {
      window.widen();
    }
  }

  private boolean isEager() {
    return pattern == Pattern.SEQUENTIAL || pattern == Pattern.WHOLE;
  }

  private boolean isRandom() {
    return pattern == Pattern.RANDOM || seeks >= SEEKS_OF_RANDOM;
  }

  private void skipTo(long position) throws IOException {
    ByteBuffer scratch = ByteBuffer.allocate((int) Math.min(SKIP_STEP, position - bodyAt));
    while (bodyAt < position) {
      scratch.clear().limit((int) Math.min(scratch.capacity(), position - bodyAt));
      if (readBody(scratch) < 0) {
        return;
      }
    }
  }

  /** Between two calls the body lies in its slot, from where it may have been given up. */
  private void takeBody() {
    if (body == null && slot != null) {
      body = slot.take();
      if (body == null) {
        slot = null;
      }
    }
  }

  private void leaveBody() {
    if (body != null && slot != null) {
      slot.leave(body);
      body = null;
    }
  }

  private void closeBody() {
    ReadableByteChannel channel = body;
    body = null;
    if (slot != null) {
      bodies.remove(slot);
      slot = null;
    }
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // Aborting a transfer nobody wants; whatever is wrong with it shows at the next request.
        log.debug("closing a body failed", e);
      }
    }
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }
}
