package io.s3dlio.store.transfer;

import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.Part;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.Upload;
import io.s3dlio.store.config.StoreConfig;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Turns a stream of bytes into one object: one put when small, parallel parts when large; parts
 * grow so that the store's limits always suffice.
 *
 * <p>For one thread. Closing without {@link #complete()} aborts: nothing becomes visible. After a
 * failed write every further call throws that failure again, {@link #close()} too. Small bodies
 * take little memory; when the budget is used up by files that wait for their writers, the bytes go
 * to a temporary file instead.
 */
public final class PartWriter implements Closeable {

  private enum State {
    OPEN,
    COMPLETED,
    CLOSED
  }

  private final ObjectStore store;
  private final String key;
  private final PutOptions options;
  private final IoRuntime runtime;
  private final PartSizes sizes;
  private final TaskGroup sends;
  private final List<Part> parts = Collections.synchronizedList(new ArrayList<>());
  private final CRC32C crc32c = new CRC32C();

  private State state = State.OPEN;
  private @Nullable IOException failure;
  private @Nullable PartBuffer current;
  private @Nullable Upload upload;
  private int partsBegun;
  private long sent;
  private long size;

  /**
   * A writer of one object; sends nothing yet.
   *
   * @param options checksums aside, which are computed here
   */
  public PartWriter(
      ObjectStore store,
      String key,
      PutOptions options,
      IoRuntime runtime,
      StoreConfig.Write config) {
    this.store = store;
    this.key = key;
    this.options = options;
    this.runtime = runtime;
    this.sizes = new PartSizes(config.partSize(), store.limits());
    this.sends = new TaskGroup(runtime.executor(), config.concurrency());
  }

  /**
   * Takes the remaining bytes; waits while too many parts are in flight or memory is used up by
   * parts in flight.
   */
  public void write(ByteBuffer bytes) throws IOException {
    checkOpen();
    attempt(
        () -> {
          while (bytes.hasRemaining()) {
            takeSome(bytes);
          }
          return size;
        });
  }

  /** Bytes taken so far. */
  public long size() {
    return size;
  }

  /**
   * Makes the object visible.
   *
   * @throws IllegalStateException when it was completed or closed before
   */
  public ObjectStat complete() throws IOException {
    checkOpen();
    ObjectStat stat = attempt(upload == null ? this::putWhole : this::completeUpload);
    state = State.COMPLETED;
    return stat;
  }

  /** Aborts unless completed, and waits until nothing is in flight. */
  @Override
  public void close() throws IOException {
    if (state == State.OPEN) {
      try {
        abort(null);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
    if (failure != null) {
      throw Failures.again(failure);
    }
  }

  private void takeSome(ByteBuffer bytes) throws IOException {
    PartBuffer buffer = current;
    if (buffer != null && buffer.isFull()) {
      send(buffer);
      buffer = null;
    }
    if (buffer == null) {
      int capacity = sizes.of(partsBegun + 1);
      // Who has filled one part will most likely fill the next; who begins may write ten bytes.
      int expected = partsBegun == 0 ? bytes.remaining() : capacity;
      buffer = new PartBuffer(runtime.buffers(), capacity, expected);
      current = buffer;
    }
    ByteBuffer before = bytes.duplicate();
    buffer.take(bytes);
    before.limit(bytes.position());
    size += before.remaining();
    if (partsBegun == 0) {
      crc32c.update(before);
    } else if (buffer.isFull()) {
      send(buffer);
    }
  }

  private void send(PartBuffer buffer) throws IOException {
    if (partsBegun == sizes.maxParts()) {
      throw new StoreException(
          key
              + " is too large: the store takes "
              + sizes.maxParts()
              + " parts, and "
              + size
              + " bytes filled them");
    }
    Upload open = upload;
    if (open == null) {
      open = store.startUpload(key, options);
      upload = open;
    }
    Upload target = open;
    int number = ++partsBegun;
    long offset = sent;
    sent += buffer.size();
    ByteBuffer body = buffer.sending();
    current = null;
    boolean submitted = false;
    try {
      submitted = sends.submit(() -> sendOne(target, number, offset, body, buffer));
    } finally {
      if (!submitted) {
        buffer.close();
      }
    }
    if (!submitted) {
      sends.finish();
    }
  }

  private void sendOne(Upload target, int number, long offset, ByteBuffer body, PartBuffer buffer)
      throws IOException {
    try (buffer) {
      if (!sends.hasFailed()) {
        parts.add(target.uploadPart(number, offset, body));
      }
    }
  }

  private ObjectStat putWhole() throws IOException {
    PartBuffer buffer = current;
    ByteBuffer body = buffer == null ? ByteBuffer.allocate(0) : buffer.sending();
    ObjectStat stat = store.put(key, body, options.withCrc32c((int) crc32c.getValue()));
    current = null;
    if (buffer != null) {
      buffer.close();
    }
    return stat;
  }

  private ObjectStat completeUpload() throws IOException {
    PartBuffer last = current;
    if (last != null && last.size() > 0) {
      send(last);
    }
    sends.finish();
    List<Part> all = new ArrayList<>(parts);
    all.sort(Comparator.comparingInt(Part::number));
    Upload target = upload;
    if (target == null) {
      throw new IllegalStateException("no upload of " + key);
    }
    ObjectStat stat = target.complete(all);
    target.close();
    return stat;
  }

  private void checkOpen() throws IOException {
    if (failure != null) {
      throw Failures.again(failure);
    }
    if (state != State.OPEN) {
      throw new IllegalStateException(
          key + (state == State.COMPLETED ? " is already completed" : " is already closed"));
    }
  }

  /** Runs a step; when it fails everything is undone and the failure stays. */
  private <T> T attempt(Parallel.Call<T> step) throws IOException {
    runtime.checkMayWait();
    try {
      return step.run();
    } catch (IOException e) {
      failure = e;
      abort(e);
      throw e;
    } catch (RuntimeException | Error e) {
      failure = new IOException("writing " + key + " failed: " + e, e);
      abort(e);
      throw e;
    }
  }

  /** Undoes what was begun; a problem is suppressed in {@code reason}, or thrown without one. */
  private void abort(@Nullable Throwable reason) throws IOException {
    state = State.CLOSED;
    sends.fail(new IOException("writing " + key + " was given up"));
    try {
      // An interrupted writer still has to free the store of its parts.
      Interrupts.shielded(
          () -> {
            sends.awaitIdle();
            try {
              if (current != null) {
                current.close();
              }
            } finally {
              if (upload != null) {
                upload.close();
              }
            }
          });
    } catch (IOException | RuntimeException e) {
      if (reason == null) {
        throw e;
      }
      reason.addSuppressed(e);
    }
  }
}
