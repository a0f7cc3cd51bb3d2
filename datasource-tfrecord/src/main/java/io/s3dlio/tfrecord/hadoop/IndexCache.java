package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.spark.ListedFile;
import io.s3dlio.tfrecord.index.RecordIndex;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Indexes that were read and believed, for as long as neither file changes: by path, length, time
 * of modification and etag of both. Bounded in bytes, the least recently used goes first.
 *
 * <p>Thread-safe; nothing is read under its lock.
 */
final class IndexCache {

  /** Which versions of the two files; where a file's blocks lie is no matter. */
  private record Key(ListedFile index, ListedFile data) {

    static Key of(ListedFile index, ListedFile data) {
      return new Key(withoutBlocks(index), withoutBlocks(data));
    }

    private static ListedFile withoutBlocks(ListedFile file) {
      return new ListedFile(
          file.path(), file.length(), file.modifiedMillis(), file.etag(), List.of());
    }
  }

  private final LinkedHashMap<Key, RecordIndex> indexes = new LinkedHashMap<>(16, 0.75f, true);
  private final long mostBytes;
  private long bytes;

  IndexCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  synchronized Optional<RecordIndex> find(ListedFile index, ListedFile data) {
    return Optional.ofNullable(indexes.get(Key.of(index, data)));
  }

  synchronized void put(ListedFile index, ListedFile data, RecordIndex read) {
    if (read.memoryBytes() > mostBytes) {
      return;
    }
    forget(indexes.put(Key.of(index, data), read));
    bytes += read.memoryBytes();
    var eldest = indexes.values().iterator();
    while (bytes > mostBytes) {
      RecordIndex victim = eldest.next();
      eldest.remove();
      forget(victim);
    }
  }

  /** Bytes of memory of all indexes in here. */
  synchronized long bytes() {
    return bytes;
  }

  private void forget(@Nullable RecordIndex index) {
    if (index != null) {
      bytes -= index.memoryBytes();
    }
  }
}
