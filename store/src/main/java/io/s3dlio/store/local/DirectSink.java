package io.s3dlio.store.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes one file by O_DIRECT: whole blocks go past the page cache, in place when the memory is
 * aligned.
 *
 * <p>A part's ends may share a block with its neighbours, which other threads write at the same
 * time: those edges go through the page cache, in units that no page and no block crosses. The end
 * of a whole file is padded instead, and the length then set.
 */
final class DirectSink implements FileOpener.Sink {

  /** No smaller than any page: a page must not be written both ways at once. */
  private static final int EDGE = 64 * 1024;

  private final FileChannel channel;
  private final FileChannel edges;
  private final int block;
  private final AlignedBuffers buffers;
  private final LongAdder writes;

  DirectSink(
      FileChannel channel, FileChannel edges, int block, AlignedBuffers buffers, LongAdder writes) {
    this.channel = channel;
    this.edges = edges;
    this.block = block;
    this.buffers = buffers;
    this.writes = writes;
  }

  @Override
  public void write(long offset, ByteBuffer body) throws IOException {
    long edge = Math.max(EDGE, block);
    long end = offset + body.remaining();
    long from = Math.min(end, roundUp(offset, edge));
    long to = Math.max(from, end - end % edge);
    BufferedFiles.writeFully(edges, offset, part(body, 0, from - offset));
    writeBlocks(from, part(body, from - offset, to - from));
    BufferedFiles.writeFully(edges, to, part(body, to - offset, end - to));
  }

  @Override
  public void writeWhole(ByteBuffer body) throws IOException {
    int size = body.remaining();
    int whole = size - size % block;
    writeBlocks(0, part(body, 0, whole));
    if (whole < size) {
      ByteBuffer padded = buffers.borrow(block);
      padded.put(part(body, whole, size - whole));
      while (padded.position() < block) {
        padded.put((byte) 0);
      }
      writeFully(whole, padded.flip());
      buffers.giveBack(padded);
      channel.truncate(size);
    }
  }

  /** Writes whole blocks, through an aligned buffer unless the memory is aligned itself. */
  private void writeBlocks(long offset, ByteBuffer body) throws IOException {
    if (!body.hasRemaining()) {
      return;
    }
    if (body.isDirect() && body.alignmentOffset(0, block) == 0) {
      writeFully(offset, body);
      return;
    }
    ByteBuffer copy = buffers.borrow(block);
    int most = copy.capacity() - copy.capacity() % block;
    for (int done = 0; done < body.limit(); ) {
      int count = Math.min(most, body.limit() - done);
      copy.clear().put(body.slice(done, count)).flip();
      writeFully(offset + done, copy);
      done += count;
    }
    buffers.giveBack(copy);
  }

  private void writeFully(long offset, ByteBuffer blocks) throws IOException {
    long position = offset;
    while (blocks.hasRemaining()) {
      position += channel.write(blocks, position);
      writes.increment();
    }
  }

  private static long roundUp(long offset, long unit) {
    return -Math.floorDiv(-offset, unit) * unit;
  }

  private static ByteBuffer part(ByteBuffer body, long from, long length) {
    return body.slice(body.position() + (int) from, (int) length);
  }

  @Override
  public void truncate(long size) throws IOException {
    edges.truncate(size);
  }

  @Override
  public void force() throws IOException {
    edges.force(true);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      edges.close();
    }
  }
}
