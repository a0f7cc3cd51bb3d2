package io.s3dlio.tfrecord.spark.read;

import io.s3dlio.spark.HadoopFiles;
import io.s3dlio.spark.HadoopObjectReader;
import io.s3dlio.spark.ListedFile;
import io.s3dlio.spark.ReadPattern;
import io.s3dlio.store.ByteRange;
import io.s3dlio.tfrecord.BadPayload;
import io.s3dlio.tfrecord.RecordBlock;
import io.s3dlio.tfrecord.RecordCompression;
import io.s3dlio.tfrecord.RecordReadOptions;
import io.s3dlio.tfrecord.RecordReader;
import io.s3dlio.tfrecord.RecordReaders;
import io.s3dlio.tfrecord.RecordSource;
import io.s3dlio.tfrecord.RecordSplit;
import io.s3dlio.tfrecord.RecordSplits;
import io.s3dlio.tfrecord.SplitReader;
import io.s3dlio.tfrecord.VerifyCrc;
import io.s3dlio.tfrecord.spark.option.OutputCompression;
import io.s3dlio.tfrecord.spark.option.ParseMode;
import io.s3dlio.tfrecord.spark.option.TfRecordErrors;
import io.s3dlio.tfrecord.spark.option.TfRecordReadOptions;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** The records of one slice, one run after the other. For one thread. */
final class SliceRecords implements Closeable {

  private final RecordSlice slice;
  private final RecordReadOptions options;
  private final OutputCompression compression;
  private final HadoopObjectReader object;
  private final Configuration settings;
  private @Nullable RecordReader run;
  private int nextRun;

  /** Records that the run has delivered. */
  private long delivered;

  private long borderBytes;
  private long borderReads;

  private SliceRecords(
      RecordSlice slice,
      RecordReadOptions options,
      OutputCompression compression,
      HadoopObjectReader object,
      Configuration settings) {
    this.slice = slice;
    this.options = options;
    this.compression = compression;
    this.object = object;
    this.settings = settings;
  }

  /**
   * Opens a slice.
   *
   * @throws java.io.FileNotFoundException when the file has gone; some FileSystems say so at the
   *     first read only
   */
  static SliceRecords open(TfRecordReadOptions options, RecordSlice slice, Configuration settings)
      throws IOException {
    ReadPattern pattern = slice.runs().size() == 1 ? ReadPattern.SEQUENTIAL : ReadPattern.RANDOM;
    BadPayload badPayload =
        options.mode() == ParseMode.FAILFAST ? BadPayload.FAIL : BadPayload.MARK;
    HadoopObjectReader object =
        HadoopFiles.open(settings, slice.source().file(), pattern, checksums(options), end(slice));
    object.announce(
        slice.runs().stream()
            .map(run -> ByteRange.of(run.start(), run.end() - run.start()))
            .toList());
    return new SliceRecords(
        slice,
        RecordReadOptions.DEFAULT.with(options.verifyCrc()).with(badPayload),
        options.compression(),
        object,
        settings);
  }

  /** Where the last run ends, or a record more: a border without index is a little behind it. */
  private static long end(RecordSlice slice) {
    return slice.runs().isEmpty()
        ? slice.source().file().length()
        : slice.runs().get(slice.runs().size() - 1).end();
  }

  /** With both CRCs of each record compared, a third one beside the file proves nothing more. */
  private static HadoopFiles.Checksums checksums(TfRecordReadOptions options) {
    return options.verifyCrc() == VerifyCrc.FULL
        ? HadoopFiles.Checksums.OF_FORMAT
        : HadoopFiles.Checksums.OF_FILE_SYSTEM;
  }

  /** Fills the block as {@link RecordReader#read} does; false after the last run. */
  boolean read(RecordBlock block, int most) throws IOException {
    while (true) {
      if (run == null) {
        if (nextRun == slice.runs().size()) {
          return false;
        }
        run = open(slice.runs().get(nextRun++));
        delivered = 0;
      }
      if (run.read(block, most)) {
        delivered += block.count();
        return true;
      }
      check(slice.runs().get(nextRun - 1));
      run.close();
      run = null;
    }
  }

  /** An index may fit its file's length and yet leave borders out; then numbers would be wrong. */
  private void check(RecordSlice.Run part) throws IOException {
    if (part.records() < 0 || part.records() == delivered) {
      return;
    }
    throw TfRecordErrors.BAD_INDEX.ioException(
        null,
        "file",
        slice.source().file().path(),
        "reason",
        "from byte "
            + part.start()
            + " to "
            + part.end()
            + " it has "
            + part.records()
            + " records, the file "
            + delivered
            + " (./s3dlio tfrecord verify tells which is right)");
  }

  private RecordReader open(RecordSlice.Run part) throws IOException {
    if (slice.cut() == RecordSlice.Cut.WHOLE) {
      return RecordFiles.open(object, options, compression, settings);
    }
    if (slice.cut() == RecordSlice.Cut.ANYWHERE) {
      return openAnywhere(part);
    }
    return RecordReaders.open(
        object.get(ByteRange.of(part.start(), part.end() - part.start())),
        new RecordSource(
            slice.source().file().path(), part.start(), part.firstNumber(), part.end()),
        options);
  }

  /**
   * A file whose name does not say that it is compressed may be so: the first task reads it all.
   */
  private RecordReader openAnywhere(RecordSlice.Run part) throws IOException {
    ListedFile file = object.file();
    if (RecordFiles.compression(object) != RecordCompression.NONE) {
      return part.start() == 0
          ? RecordFiles.open(object, options, compression, settings)
          : RecordReaders.open(
              object.get(ByteRange.of(file.length(), 0)),
              new RecordSource(file.path(), file.length(), -1, file.length()),
              options);
    }
    FoundSplit found = FoundSplit.of(file, part, settings);
    borderBytes += found.bytes();
    borderReads += found.reads();
    RecordSplit split = found.split();
    return RecordSplits.open(
        object.get(ByteRange.of(split.begin(), split.length())), split, options);
  }

  /**
   * Reads to the end of a split that was found without an index, when nobody wants the rest of it:
   * otherwise its successor would be read where perhaps no record begins.
   */
  void land() throws IOException {
    if (slice.cut() != RecordSlice.Cut.ANYWHERE) {
      return;
    }
    if (run == null && nextRun < slice.runs().size()) {
      run = open(slice.runs().get(nextRun++));
    }
    if (run instanceof SplitReader split) {
      split.land();
    }
  }

  /** Bytes received so far. */
  long bytesRead() {
    return object.bytesRead() + borderBytes;
  }

  /** Calls of the FileSystem so far. */
  long reads() {
    return object.reads() + borderReads;
  }

  @Override
  public void close() throws IOException {
    try (object) {
      if (run != null) {
        run.close();
      }
    }
  }
}
