package io.s3dlio.tfrecord.spark.plan;

import io.s3dlio.spark.SourceFile;
import java.util.List;
import java.util.OptionalLong;

/** How many rows files have, out of their indexes. No instance. */
final class RowCounts {

  private RowCounts() {}

  /** The rows of all files; empty when one of them has no index. */
  static OptionalLong ofIndexes(FileIndexes indexes, List<SourceFile> files) {
    for (SourceFile source : files) {
      if (source.file().length() > 0 && !indexes.has(source.file())) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(
        InParallel.map(files, source -> indexes.count(source.file())).stream()
            .mapToLong(Long::longValue)
            .sum());
  }
}
