package io.s3dlio.store.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads and writes through the page cache. */
final class BufferedFiles implements FileOpener {

  /**
   * Most bytes of one call on a heap buffer: the JDK copies those through a direct buffer of the
   * same size, which it keeps for each thread.
   */
  private static final int HEAP_CALL = 1 << 20;

  @Override
  public Source source(Path path) throws IOException {
    return new BufferedSource(FileChannel.open(path, StandardOpenOption.READ));
  }

  @Override
  public Sink sink(Path path) throws IOException {
    return new BufferedSink(FileChannel.open(path, StandardOpenOption.WRITE));
  }

  /** The next piece of {@code buffer} for one call; does not move the buffer. */
  static ByteBuffer piece(ByteBuffer buffer, long most) {
    long length = Math.min(buffer.remaining(), most);
    if (!buffer.isDirect()) {
      length = Math.min(length, HEAP_CALL);
    }
    return buffer.slice(buffer.position(), (int) length);
  }

  static void writeFully(FileChannel channel, long offset, ByteBuffer body) throws IOException {
    ByteBuffer rest = body.duplicate();
    long position = offset;
    while (rest.hasRemaining()) {
      int written = channel.write(piece(rest, Integer.MAX_VALUE), position);
      rest.position(rest.position() + written);
      position += written;
    }
  }

  private record BufferedSource(FileChannel channel) implements Source {

    @Override
    public int read(long position, long end, ByteBuffer target) throws IOException {
      int count = channel.read(piece(target, end - position), position);
      if (count > 0) {
        target.position(target.position() + count);
      }
      return count;
    }

    @Override
    public void rest() {}

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private record BufferedSink(FileChannel channel) implements Sink {

    @Override
    public void write(long offset, ByteBuffer body) throws IOException {
      writeFully(channel, offset, body);
    }

    @Override
    public void writeWhole(ByteBuffer body) throws IOException {
      writeFully(channel, 0, body);
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void force() throws IOException {
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
