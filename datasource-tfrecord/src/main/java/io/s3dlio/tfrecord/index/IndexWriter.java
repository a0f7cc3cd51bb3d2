package io.s3dlio.tfrecord.index;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes an index as the records come, first to last, in memory that does not grow. Not
 * thread-safe. Its stream belongs to the caller, who closes it.
 */
public interface IndexWriter {

  /**
   * Begins an index.
   *
   * @param out gets writes of some kilobytes each; never closed from here
   */
  static IndexWriter to(OutputStream out, IndexFormat format) throws IOException {
    return switch (format) {
      case TEXT -> new PlainIndexWriter.Text(out);
      case BINARY16 -> new PlainIndexWriter.Binary16(out);
      case COMPACT -> new CompactIndex.Writer(out);
    };
  }

  /**
   * Writes a whole index.
   *
   * @param out never closed from here
   */
  static void write(RecordIndex index, OutputStream out, IndexFormat format) throws IOException {
    IndexWriter writer = to(out, format);
    long offset = 0;
    for (long i = 1; i <= index.count(); i++) {
      long end = index.offset(i);
      writer.add(end - offset);
      offset = end;
    }
    writer.finish();
  }

  /**
   * Adds the next record.
   *
   * @param size of the whole record in bytes: payload and 16
   */
  void add(long size) throws IOException;

  /** Ends the index, and hands the last bytes to the stream. Nothing can be added after it. */
  void finish() throws IOException;
}
