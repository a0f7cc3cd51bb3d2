package io.s3dlio.tfrecord.spark.write;

import io.s3dlio.spark.Unchecked;
import io.s3dlio.tfrecord.RecordWriter;
import io.s3dlio.tfrecord.spark.option.TfRecordWriteOptions;
import io.s3dlio.tfrecord.spark.row.RowEncoder;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.OutputWriter;

/**
 * Writes one file, and its index when it is complete. Not thread-safe.
 *
 * <p>When writing or the task has failed, the file is thrown away instead of completed where the
 * FileSystem can do so; otherwise the commit protocol removes it.
 */
final class TfRecordOutputWriter extends OutputWriter {

  private final Path file;
  private final FSDataOutputStream stream;
  private final RecordWriter records;
  private final RowEncoder encoder;
  private final IndexSidecar index;
  private final TaskFailure failure;
  private boolean failed;
  private boolean closed;

  TfRecordOutputWriter(
      Path file, RowEncoder encoder, TfRecordWriteOptions options, Configuration conf)
      throws IOException {
    this.file = file;
    this.encoder = encoder;
    FileSystem fs = file.getFileSystem(conf);
    failure = TaskFailure.watch(fs);
    index = new IndexSidecar(fs, file, options.indexes(), failure);
    stream = fs.create(file, false);
    try {
      records = new RecordWriter(options.compression().compress(stream, conf));
    } catch (IOException | RuntimeException e) {
      try (stream) {
        throw e;
      }
    }
  }

  @Override
  public void write(InternalRow row) {
    boolean written = false;
    try {
      encoder.encode(row);
      records.write(encoder.array(), encoder.start(), encoder.length());
      index.add(encoder.length());
      written = true;
    } catch (IOException e) {
      throw Unchecked.as(e);
    } finally {
      failed |= !written;
    }
  }

  /** Spark closes a writer once more when it gives a task up. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    failed |= failure.hasHappened();
    try {
      if (failed && stream.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
        stream.abort();
        return;
      }
      records.close();
      if (!failed) {
        index.write();
      }
    } catch (IOException e) {
      throw Unchecked.as(e);
    }
  }

  @Override
  public String path() {
    return file.toString();
  }
}
