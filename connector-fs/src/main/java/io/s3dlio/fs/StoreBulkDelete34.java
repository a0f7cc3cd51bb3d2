package io.s3dlio.fs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.BulkDeleteUtils;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;

/**
 * Removes files and empty directories below one path, a page of them by one request. Thread-safe.
 */
public final class StoreBulkDelete34 implements BulkDelete {

  private final Mount mount;
  private final BulkRemoval removal;
  private final Path base;

  StoreBulkDelete34(Mount mount, BulkRemoval removal, Path base) {
    this.mount = mount;
    this.removal = removal;
    this.base = base;
  }

  /** As many keys as the service removes by one request. */
  @Override
  public int pageSize() {
    return mount.store().limits().keysPerDelete();
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
  public List<Map.Entry<Path, String>> bulkDelete(Collection<Path> paths) throws IOException {
    BulkDeleteUtils.validateBulkDeletePaths(paths, pageSize(), base);
    mount.statistics().count(StoreStatisticNames.OP_BULK_DELETE);
    Map<String, Path> byKey = new LinkedHashMap<>();
    paths.forEach(path -> byKey.put(mount.paths().key(path), path));
    List<Map.Entry<Path, String>> failures = new ArrayList<>();
    removal
        .remove(byKey.keySet())
        .forEach((key, why) -> failures.add(Map.entry(byKey.getOrDefault(key, base), why)));
    return failures;
  }

  @Override
  public IOStatistics getIOStatistics() {
    return mount.statistics().getIOStatistics();
  }

  /** Nothing to close: the FileSystem owns everything. */
  @Override
  public void close() {}
}
