package io.s3dlio.spark;

import static io.s3dlio.spark.SourceOption.Scope.READ;

import java.util.List;

/** The options that say which files are read; every source has them, with Spark's meanings. */
public final class ListingOptions {

  /** Only files of a name. */
  public static final SourceOption<String> PATH_GLOB_FILTER =
      SourceOption.text(
          "pathGlobFilter",
          READ,
          "",
          "Only files whose name matches this glob pattern are read; partitions are still found.");

  /** All directories below. */
  public static final SourceOption<Boolean> RECURSIVE =
      SourceOption.flag(
          "recursiveFileLookup",
          READ,
          "false",
          "Files in all directories below are read, and no partitions are looked for.");

  /** Only older files. */
  public static final SourceOption<String> MODIFIED_BEFORE =
      SourceOption.text(
          "modifiedBefore",
          READ,
          "",
          "Only files modified before this time are read, such as 2026-01-31T12:00:00, in the"
              + " session's time zone.");

  /** Only newer files. */
  public static final SourceOption<String> MODIFIED_AFTER =
      SourceOption.text(
          "modifiedAfter",
          READ,
          "",
          "Only files modified after this time are read, such as 2026-01-31T12:00:00, in the"
              + " session's time zone.");

  /** Another time zone for the two above. */
  public static final SourceOption<String> TIME_ZONE =
      SourceOption.text("timeZone", READ, "", "The time zone of modifiedBefore and modifiedAfter.")
          .withSessionNames("spark.sql.session.timeZone");

  /** Files that went away. */
  public static final SourceOption<Boolean> IGNORE_MISSING_FILES =
      SourceOption.flag(
              "ignoreMissingFiles",
              READ,
              "false",
              "Files and directories that go away after they were listed are left out, instead of"
                  + " failing the job.")
          .withSessionNames("spark.sql.files.ignoreMissingFiles");

  /** Files that cannot be read. */
  public static final SourceOption<Boolean> IGNORE_CORRUPT_FILES =
      SourceOption.flag(
              "ignoreCorruptFiles",
              READ,
              "false",
              "The rest of a file that cannot be read is left out, instead of failing the job.")
          .withSessionNames("spark.sql.files.ignoreCorruptFiles");

  /** Where partitions begin. */
  public static final SourceOption<String> BASE_PATH =
      SourceOption.text(
          "basePath",
          READ,
          "",
          "The directory above the first partition column, when paths name partitions themselves.");

  private ListingOptions() {}

  /** All of them, in the order of the reference page. */
  public static List<SourceOption<?>> all() {
    return List.of(
        PATH_GLOB_FILTER,
        RECURSIVE,
        MODIFIED_BEFORE,
        MODIFIED_AFTER,
        TIME_ZONE,
        IGNORE_MISSING_FILES,
        IGNORE_CORRUPT_FILES,
        BASE_PATH);
  }
}
