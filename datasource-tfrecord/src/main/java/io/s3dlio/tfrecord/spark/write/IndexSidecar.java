package io.s3dlio.tfrecord.spark.write;

import io.s3dlio.tfrecord.index.IndexBuilder;
import io.s3dlio.tfrecord.index.IndexFormat;
import io.s3dlio.tfrecord.index.IndexNames;
import io.s3dlio.tfrecord.index.IndexWriter;
import io.s3dlio.tfrecord.index.RecordIndex;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The index of a file that is being written, put beside it when it is complete. Not thread-safe.
 *
 * <p>It lies in the directory of the task's attempt, where the commit protocol put the file. So the
 * protocols that move or throw away directories (Hadoop's committers, Spark's dynamic overwrite) do
 * so with both. A protocol that knows single files only (Spark's streaming sink, the staging
 * committers of S3A) would need to be told of a second file for each, and its manifest would then
 * show it to readers as data: there the index either stays where it was written, or is left behind
 * with the staging directory, and the file has none. When the task fails it is removed from here.
 * It names the file's length, so that it is never taken for the index of another one.
 */
final class IndexSidecar {

  private final FileSystem fs;
  private final Path file;
  private final List<IndexFormat> formats;
  private final TaskFailure failure;
  private final IndexBuilder builder = new IndexBuilder();

  IndexSidecar(FileSystem fs, Path file, List<IndexFormat> formats, TaskFailure failure) {
    this.fs = fs;
    this.failure = failure;
    this.file = file;
    this.formats = formats;
  }

  /** Notes the next record. */
  void add(int payloadBytes) {
    if (!formats.isEmpty()) {
      builder.add((long) payloadBytes + IndexBuilder.LEAST_SIZE);
    }
  }

  /** Writes the index in each form. */
  void write() throws IOException {
    if (formats.isEmpty()) {
      return;
    }
    RecordIndex index = builder.build();
    for (IndexFormat format : formats) {
      Path path = new Path(file.getParent(), IndexNames.hidden(file.getName(), format));
      failure.removes(path);
      try (OutputStream out = fs.create(path, true)) {
        IndexWriter.write(index, out, format);
      }
    }
  }
}
