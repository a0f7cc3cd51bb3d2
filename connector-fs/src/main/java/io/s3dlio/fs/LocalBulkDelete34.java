package io.s3dlio.fs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.BulkDeleteUtils;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Removes local files, with their checksum files, and empty directories. Thread-safe. */
final class LocalBulkDelete34 implements BulkDelete {

  /** As many as one request to S3 takes, so that code behaves alike on both. */
  private static final int PAGE = 1000;

  private final FileSystem files;
  private final Path base;

  LocalBulkDelete34(FileSystem files, Path base) {
    this.files = files;
    this.base = base;
  }

  @Override
  public int pageSize() {
    return PAGE;
  }

  @Override
  public Path basePath() {
    return base;
  }

  /**
   * Removes paths at or below the base path; what does not exist counts as removed.
   *
   * @return each path that is still there, with the reason
   * @throws IllegalArgumentException for a path elsewhere, or more paths than a page
   */
  @Override
  public List<Map.Entry<Path, String>> bulkDelete(Collection<Path> paths) {
    BulkDeleteUtils.validateBulkDeletePaths(paths, PAGE, base);
    List<Map.Entry<Path, String>> failures = new ArrayList<>();
    // Backwards, so that children go before their directory.
    for (Path path : paths.stream().sorted(Comparator.reverseOrder()).toList()) {
      try {
        files.delete(path, false);
      } catch (IOException e) {
        failures.add(Map.entry(path, e.toString()));
      }
    }
    return failures;
  }

  /** Nothing to close: the FileSystem owns everything. */
  @Override
  public void close() {}
}
