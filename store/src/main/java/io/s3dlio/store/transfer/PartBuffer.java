package io.s3dlio.store.transfer;

import io.s3dlio.store.NoSpaceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one part while a user writes them: in a pooled buffer that grows, or, when no memory
 * is to be had and none would come back by itself, in a temporary file.
 *
 * <p>A thread may have a hundred half written files open. Were their buffers to wait for each
 * other, it would wait for ever; were they to allocate more, the budget would be worth nothing. For
 * one thread; {@link #close} may come from another.
 */
final class PartBuffer implements Closeable {

  private static final int SMALLEST = 64 << 10;
  // Single bytes written to a file one by one would cost a system call each.
  private static final int STAGING = 8 << 10;

  private final BufferPool pool;
  private final int capacity;
  private @Nullable PooledBuffer memory;
  private @Nullable FileChannel file;
  private @Nullable ByteBuffer staging;
  private int size;

  /**
   * @param capacity most bytes it will take
   * @param expected bytes that are about to come; more may follow
   */
  PartBuffer(BufferPool pool, int capacity, int expected) throws IOException {
    this.pool = pool;
    this.capacity = capacity;
    int wanted = grown(Math.min(expected, capacity));
    Optional<PooledBuffer> first = pool.acquireForPart(wanted);
    if (first.isEmpty() && wanted > SMALLEST) {
      first = pool.acquireForPart(Math.min(SMALLEST, capacity));
    }
    if (first.isPresent()) {
      memory = first.get();
    } else {
      file = openFile();
    }
  }

  /** Bytes taken so far. */
  int size() {
    return size;
  }

  boolean isFull() {
    return size == capacity;
  }

  /** Whether the bytes lie in a file. */
  boolean isSpilled() {
    return file != null;
  }

  /** Takes as many of the remaining bytes as fit. */
  void take(ByteBuffer bytes) throws IOException {
    int count = Math.min(bytes.remaining(), capacity - size);
    ByteBuffer slice = bytes.slice(bytes.position(), count);
    PooledBuffer buffer = memory;
    if (buffer != null && buffer.bytes().remaining() < count) {
      buffer = grow(buffer, size + count);
    }
    if (buffer != null) {
      buffer.bytes().put(slice);
    } else {
      takeIntoFile(slice);
    }
    bytes.position(bytes.position() + count);
    size += count;
  }

  /** The bytes taken, to be sent: from now on this buffer comes back without its user. */
  ByteBuffer sending() throws IOException {
    PooledBuffer buffer = memory;
    if (buffer != null) {
      buffer.sending();
      return buffer.bytes().duplicate().flip();
    }
    FileChannel channel = file;
    if (channel == null || size == 0) {
      return ByteBuffer.allocate(0);
    }
    flushStaging(channel);
    return map(channel, size);
  }

  /** Gives memory and disk back; what {@link #sending} returned must not be used any more. */
  @Override
  public void close() throws IOException {
    PooledBuffer buffer = memory;
    if (buffer != null) {
      buffer.close();
    }
    FileChannel channel = file;
    if (channel != null && channel.isOpen()) {
      // The mapping keeps the unlinked file alive until it is collected; its space must not wait.
      try (channel) {
        channel.truncate(0);
      }
    }
    staging = null;
  }

  private int grown(int wanted) {
    long next = SMALLEST;
    while (next < wanted) {
      next *= 2;
    }
    return (int) Math.min(next, capacity);
  }

  private @Nullable PooledBuffer grow(PooledBuffer old, int wanted) throws IOException {
    Optional<PooledBuffer> larger = pool.acquireForPart(grown(wanted));
    try (old) {
      ByteBuffer taken = old.bytes().flip();
      memory = larger.orElse(null);
      if (larger.isPresent()) {
        larger.get().bytes().put(taken);
      } else {
        FileChannel channel = openFile();
        file = channel;
        writeTo(channel, taken);
      }
    }
    return memory;
  }

  private void takeIntoFile(ByteBuffer bytes) throws IOException {
    FileChannel channel = file;
    if (channel == null) {
      throw new IOException("the part was given back");
    }
    ByteBuffer small = staging;
    if (small == null) {
      small = ByteBuffer.allocate(STAGING);
      staging = small;
    }
    if (bytes.remaining() > small.remaining()) {
      flushStaging(channel);
    }
    if (bytes.remaining() > small.remaining()) {
      writeTo(channel, bytes);
    } else {
      small.put(bytes);
    }
  }

  private void flushStaging(FileChannel channel) throws IOException {
    ByteBuffer small = staging;
    if (small != null && small.position() > 0) {
      writeTo(channel, small.flip());
      small.clear();
    }
  }

  private static FileChannel openFile() throws IOException {
    try {
      Path path = Files.createTempFile("s3dlio-part-", ".tmp");
      try {
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
      } finally {
        // Nobody else needs its name, and so it vanishes with this process, however that ends.
        Files.delete(path);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static void writeTo(FileChannel channel, ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static ByteBuffer map(FileChannel channel, int size) throws IOException {
    try {
      return channel.map(MapMode.READ_ONLY, 0, size);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static IOException failure(IOException e) {
    if (e instanceof ClosedByInterruptException) {
      return Interrupts.failure("writing to a temporary file", e);
    }
    return new NoSpaceException(
        "memory.budget is used up by open files, and the temporary directory "
            + System.getProperty("java.io.tmpdir")
            + " cannot take more: "
            + e,
        e);
  }
}
