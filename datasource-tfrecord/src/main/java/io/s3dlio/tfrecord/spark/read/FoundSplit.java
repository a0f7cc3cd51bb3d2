package io.s3dlio.tfrecord.spark.read;

import io.s3dlio.spark.ListedFile;
import io.s3dlio.tfrecord.RecordBorders;
import io.s3dlio.tfrecord.RecordSplit;
import io.s3dlio.tfrecord.hadoop.HeaderReader;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * The records of a task's share of a file without an index, and what it cost to find them.
 *
 * @param bytes received
 * @param reads calls of the FileSystem
 */
record FoundSplit(RecordSplit split, long bytes, long reads) {

  /** Looks through exact ranges: what a store would read ahead of them is not wanted. */
  static FoundSplit of(ListedFile file, RecordSlice.Run share, Configuration settings)
      throws IOException {
    try (HeaderReader headers = HeaderReader.open(settings, file)) {
      RecordSplit split =
          RecordBorders.of(headers, file.path(), file.length()).split(share.start(), share.end());
      return new FoundSplit(split, headers.bytesRead(), headers.reads());
    }
  }
}
