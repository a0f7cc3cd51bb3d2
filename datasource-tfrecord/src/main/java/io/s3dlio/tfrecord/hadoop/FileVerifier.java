package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.spark.HadoopFiles;
import io.s3dlio.spark.HadoopFiles.Checksums;
import io.s3dlio.spark.HadoopObjectReader;
import io.s3dlio.spark.ListedFile;
import io.s3dlio.spark.ReadPattern;
import io.s3dlio.store.CorruptFormatException;
import io.s3dlio.store.UnsupportedFormatException;
import io.s3dlio.tfrecord.CorruptRecordException;
import io.s3dlio.tfrecord.RecordBlock;
import io.s3dlio.tfrecord.RecordReadOptions;
import io.s3dlio.tfrecord.RecordReader;
import io.s3dlio.tfrecord.VerifyCrc;
import io.s3dlio.tfrecord.hadoop.FileSummary.Outcome;
import io.s3dlio.tfrecord.index.IndexRefusedException;
import io.s3dlio.tfrecord.index.RecordIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Proves every byte of data files, compressed or not, and that what lies beside them as an index is
 * their index; or counts their records. Thread-safe.
 */
public final class FileVerifier {
  private static final int MOST = 4096;

  private final Configuration settings;
  private final IndexFiles indexes;

  /** Verifies files of the FileSystems that these settings describe. */
  public FileVerifier(Configuration settings) {
    this.settings = settings;
    indexes = new IndexFiles(settings);
  }

  /**
   * Opens a file's records, recognising its compression. The reader closes the file.
   *
   * @param verify which CRCs are compared
   */
  public RecordReader open(ListedFile file, VerifyCrc verify) throws IOException {
    Checksums checksums = verify == VerifyCrc.FULL ? Checksums.OF_FORMAT : Checksums.OF_FILE_SYSTEM;
    HadoopObjectReader reader = HadoopFiles.open(settings, file, ReadPattern.WHOLE_FILE, checksums);
    try {
      return new ClosingReader(
          reader,
          CompressedFiles.open(
              reader, RecordReadOptions.DEFAULT.with(verify), Optional.empty(), settings));
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /**
   * Compares both CRCs of each record, and each index beside the file with the records.
   *
   * @throws CorruptRecordException for the first record that is not right
   * @throws IndexRefusedException for an index that is not of this file
   */
  public FileSummary verify(DataFile file) throws IOException {
    ListedFile data = file.file();
    List<Expected> expected = new ArrayList<>();
    for (ListedFile index : file.isListed() ? file.indexes() : indexes.findAll(data)) {
      expected.add(new Expected(index.path(), data.path(), indexes.read(index, data)));
    }
    RecordTally tally = new RecordTally();
    try (RecordReader reader = open(data, VerifyCrc.FULL)) {
      RecordBlock block = new RecordBlock();
      while (reader.read(block, MOST)) {
        for (int i = 0; i < block.count(); i++) {
          for (Expected index : expected) {
            index.compare(block.number(i), block.offset(i));
          }
          tally.add(block.length(i) + 16L);
        }
      }
    }
    FileSummary summary = tally.summary(data.path(), Outcome.DONE);
    for (Expected index : expected) {
      index.compareEnd(summary.records(), summary.bytes());
    }
    return summary;
  }

  /**
   * Counts a file's records: by its index when it has one, else by its headers; a compressed file
   * is read whole.
   *
   * @throws CorruptRecordException when its records cannot be told apart
   * @throws IndexRefusedException when it has an index that is not its own
   */
  public long count(DataFile file) throws IOException {
    ListedFile data = file.file();
    Optional<ListedFile> index =
        file.isListed() ? file.indexes().stream().findFirst() : indexes.find(data);
    if (index.isPresent()) {
      return indexes.count(index.get(), data);
    }
    RecordTally tally = new RecordTally();
    try {
      RecordHeaders.walk(settings, data, tally);
      return tally.records();
    } catch (UnsupportedFormatException e) {
      return countCompressed(data);
    }
  }

  private long countCompressed(ListedFile data) throws IOException {
    long count = 0;
    try (RecordReader reader = open(data, VerifyCrc.LENGTH)) {
      RecordBlock block = new RecordBlock();
      while (reader.read(block, MOST)) {
        count += block.count();
      }
    }
    return count;
  }

  /** What an index says of a file that is being read. */
  private record Expected(String indexFile, String dataFile, RecordIndex index) {

    void compare(long record, long offset) throws CorruptFormatException {
      if (record >= index.count() || index.offset(record) != offset) {
        String other = record < index.count() ? ", not at " + index.offset(record) : "";
        throw wrong("record " + record + " of " + dataFile + " begins at " + offset + other);
      }
    }

    /** More records than the file has, within its last one, are found at its end alone. */
    void compareEnd(long records, long end) throws CorruptFormatException {
      if (index.count() != records) {
        throw wrong(dataFile + " has " + records + " records, and it has " + index.count());
      }
      if (index.fileLength() != end) {
        throw wrong(dataFile + " has " + end + " bytes, and it says " + index.fileLength());
      }
    }

    private CorruptFormatException wrong(String what) {
      return new CorruptFormatException(
          "the index "
              + indexFile
              + " is wrong: "
              + what
              + ". Build it anew: ./s3dlio tfrecord index --force "
              + dataFile);
    }
  }

  /** Closes the file with its records. */
  private record ClosingReader(HadoopObjectReader file, RecordReader records)
      implements RecordReader {

    @Override
    public boolean read(RecordBlock block, int most) throws IOException {
      return records.read(block, most);
    }

    @Override
    public void close() throws IOException {
      try (file) {
        records.close();
      }
    }
  }
}
