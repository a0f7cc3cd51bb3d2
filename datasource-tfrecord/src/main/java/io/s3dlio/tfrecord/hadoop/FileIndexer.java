package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.spark.ListedFile;
import io.s3dlio.store.UnsupportedFormatException;
import io.s3dlio.tfrecord.CorruptRecordException;
import io.s3dlio.tfrecord.hadoop.FileSummary.Outcome;
import io.s3dlio.tfrecord.index.IndexFormat;
import io.s3dlio.tfrecord.index.IndexRefusedException;
import io.s3dlio.tfrecord.index.RecordIndex;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Writes the indexes of data files: reads headers alone, forward, in memory that does not grow with
 * the file. Each length is held against its CRC. Thread-safe.
 */
public final class FileIndexer {

  private final Configuration settings;
  private final IndexPlan plan;
  private final IndexFiles indexes;

  /** Writes indexes as planned, on the FileSystems that these settings describe. */
  public FileIndexer(Configuration settings, IndexPlan plan) {
    this.settings = settings;
    this.plan = plan;
    indexes = new IndexFiles(settings);
  }

  /**
   * Sees to it that a file has its indexes.
   *
   * @throws CorruptRecordException when it has a header that is not right, or ends inside a record;
   *     then no index is written
   * @throws UnsupportedFormatException when it is compressed
   */
  public FileSummary index(DataFile file) throws IOException {
    if (plan.existing() == IndexPlan.Existing.KEEP) {
      List<IndexFormat> missing = new ArrayList<>();
      Optional<RecordIndex> fresh = fresh(file, missing);
      if (fresh.isPresent()) {
        Outcome outcome = missing.isEmpty() ? Outcome.UP_TO_DATE : Outcome.DONE;
        return write(file, missing, sizes -> deliver(fresh.get(), sizes), outcome);
      }
    }
    List<IndexFormat> all = List.copyOf(plan.formats());
    return write(
        file, all, sizes -> RecordHeaders.walk(settings, file.file(), sizes), Outcome.DONE);
  }

  private static void deliver(RecordIndex index, RecordSizes sizes) throws IOException {
    long offset = 0;
    for (long i = 1; i <= index.count(); i++) {
      long end = index.offset(i);
      sizes.add(end - offset);
      offset = end;
    }
  }

  /** An index that is right, if one is there; collects the formats that have none. */
  private Optional<RecordIndex> fresh(DataFile file, List<IndexFormat> missing) throws IOException {
    Optional<RecordIndex> fresh = Optional.empty();
    for (IndexFormat format : plan.formats()) {
      Optional<RecordIndex> one = existing(file, plan.target(file, format));
      if (one.isEmpty()) {
        missing.add(format);
      } else {
        fresh = one;
      }
    }
    return fresh;
  }

  private Optional<RecordIndex> existing(DataFile file, String target) throws IOException {
    try {
      Optional<ListedFile> index =
          plan.isBeside() && file.isListed()
              ? file.indexes().stream().filter(one -> one.path().equals(target)).findFirst()
              : Optional.of(indexes.listed(target));
      return index.isEmpty()
          ? Optional.empty()
          : Optional.of(indexes.read(index.get(), file.file()));
    } catch (FileNotFoundException | IndexRefusedException e) {
      return Optional.empty();
    }
  }

  /** Hands out the sizes of all records, first to last. */
  private interface Records {
    void to(RecordSizes sizes) throws IOException;
  }

  private FileSummary write(
      DataFile file, List<IndexFormat> formats, Records records, Outcome outcome)
      throws IOException {
    RecordTally tally = new RecordTally();
    List<IndexOutput> outputs = new ArrayList<>();
    try {
      for (IndexFormat format : formats) {
        outputs.add(IndexOutput.create(settings, plan.target(file, format), format));
      }
      records.to(
          size -> {
            tally.add(size);
            for (IndexOutput output : outputs) {
              output.add(size);
            }
          });
      for (IndexOutput output : outputs) {
        output.commit();
      }
    } finally {
      for (IndexOutput output : outputs) {
        output.close();
      }
    }
    return tally.summary(file.file().path(), outcome);
  }
}
