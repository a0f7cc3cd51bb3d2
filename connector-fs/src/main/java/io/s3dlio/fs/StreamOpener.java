package io.s3dlio.fs;

import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.transfer.RangeReader;
import io.s3dlio.store.transfer.ReadAheadStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Opens files of one mount.
 *
 * @param bytes Hadoop's counters of the FileSystem, absent where the caller counts
 * @param beneathChecksums whether Hadoop's checksum stream reads through what is opened
 * @param streams makes the stream class that this Hadoop can load
 */
record StreamOpener(
    Mount mount,
    DirectoryRules rules,
    FileSystem.@Nullable Statistics bytes,
    boolean beneathChecksums,
    Function<StoreInputStream.Parts, StoreInputStream> streams) {

  /**
   * Opens a file: by one ranged GET, or without any request when the hints carry its size.
   *
   * @param finished told the stream's counters when it is closed
   * @throws FileNotFoundException when there is no file; that it is a directory is said
   */
  FSDataInputStream open(Path path, String key, ReadHints hints, Consumer<IOStatistics> finished)
      throws IOException {
    if (key.isEmpty()) {
      throw HadoopErrors.isDirectory(path);
    }
    ObjectReader reader = mount.store().open(key, hints);
    var stream = new ReadAheadStream(reader, hints, mount.runtime(), mount.config().range());
    boolean opened = false;
    try {
      long size = hints.size().isPresent() ? hints.size().getAsLong() : stream.open().size();
      var ranges = new RangeReader(reader, mount.runtime(), mount.config().range());
      var parts =
          new StoreInputStream.Parts(
              path, reader, stream, ranges, size, bytes, beneathChecksums, finished);
      opened = true;
      return new FSDataInputStream(streams.apply(parts));
    } catch (NoSuchBucketException e) {
      throw e;
    } catch (FileNotFoundException e) {
      throw rules.asDirectory(key).isDirectory() ? HadoopErrors.isDirectory(path) : e;
    } finally {
      if (!opened) {
        stream.close();
        reader.close();
      }
    }
  }
}
