package io.s3dlio.spark;

import static io.s3dlio.spark.SourceOption.Scope.READ;

import java.time.Duration;
import java.util.List;

/** The options of reading files as a stream; every source has them, with Spark's meanings. */
public final class FileStreamOptions {

  /** What becomes of files that were read. */
  public enum CleanSource {
    /** They stay. */
    OFF
  }

  /** Files of one batch. */
  public static final SourceOption<Long> MAX_FILES_PER_TRIGGER =
      SourceOption.number(
          "maxFilesPerTrigger",
          READ,
          "",
          1,
          Integer.MAX_VALUE,
          "A batch of a stream has at most this many files.");

  /** Bytes of one batch. */
  public static final SourceOption<Long> MAX_BYTES_PER_TRIGGER =
      SourceOption.size(
          "maxBytesPerTrigger",
          READ,
          "",
          "A batch of a stream takes no further file when it has this many bytes.");

  /** Newest or oldest. */
  public static final SourceOption<Boolean> LATEST_FIRST =
      SourceOption.flag(
          "latestFirst", READ, "false", "A stream reads the newest files first, not the oldest.");

  /** Old files. */
  public static final SourceOption<Duration> MAX_FILE_AGE =
      SourceOption.duration(
          "maxFileAge",
          READ,
          "7d",
          "A stream passes over files that are older than the newest it has seen by more than this;"
              + " without meaning with latestFirst and a limit per trigger.");

  /** What names a file. */
  public static final SourceOption<Boolean> FILE_NAME_ONLY =
      SourceOption.flag(
          "fileNameOnly",
          READ,
          "false",
          "A stream takes files of the same name in different directories for the same file.");

  /** Files that were read. */
  public static final SourceOption<CleanSource> CLEAN_SOURCE =
      SourceOption.choice(
          "cleanSource",
          READ,
          "off",
          CleanSource.class,
          "What a stream does with files it has read; they are neither deleted nor moved.");

  private FileStreamOptions() {}

  /** All of them, in the order of the reference page. */
  public static List<SourceOption<?>> all() {
    return List.of(
        MAX_FILES_PER_TRIGGER,
        MAX_BYTES_PER_TRIGGER,
        LATEST_FIRST,
        MAX_FILE_AGE,
        FILE_NAME_ONLY,
        CLEAN_SOURCE);
  }
}
