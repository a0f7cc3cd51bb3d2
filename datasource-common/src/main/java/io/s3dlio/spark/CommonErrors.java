package io.s3dlio.spark;

import java.util.List;

/** The conditions that all sources report alike. */
public final class CommonErrors {

  /** Spark's own condition, with Spark's own text. */
  public static final SourceError PATH_NOT_FOUND =
      new SourceError("PATH_NOT_FOUND", "42K03", "Path does not exist: <path>.", "");

  /** A source was asked for without any path. */
  public static final SourceError PATH_MISSING =
      new SourceError(
          "DATA_SOURCE_PATH_MISSING",
          "42K03",
          "The source <format> was given no path.",
          "Name one by load(path), or by OPTIONS (path '...') or LOCATION in SQL.");

  /** A value of an option that is none of the legal ones. */
  public static final SourceError OPTION_VALUE =
      new SourceError(
          "DATA_SOURCE_OPTION_VALUE",
          "22023",
          "The option <option> of <format> cannot be \"<value>\".",
          "Legal is <legal>.");

  /** A name of an option that looks like a known one. */
  public static final SourceError OPTION_NAME =
      new SourceError(
          "DATA_SOURCE_OPTION_NAME",
          "42K05",
          "The source <format> has no option <option>.",
          "Did you mean <nearest>?");

  /** A base path that is not above what is read. */
  public static final SourceError BASE_PATH =
      new SourceError(
          "DATA_SOURCE_BASE_PATH",
          "42K03",
          "The option basePath is <base>, but <path> is not below it.",
          "Name a directory above all paths that are read.");

  /** {@code =v} or {@code k=}. */
  public static final SourceError PARTITION_NAME =
      new SourceError(
          "DATA_SOURCE_PARTITION_NAME",
          "42K03",
          "A directory's name is a partition without column or value: <path>.",
          "Rename it, or set recursiveFileLookup to read without partitions.");

  /** Partitions of several tables. */
  public static final SourceError PARTITION_BASES =
      new SourceError(
          "DATA_SOURCE_PARTITION_BASES",
          "42K03",
          "Conflicting directory structures: partitions begin below <paths>.",
          "Set basePath to the directory above the first partition column, or load each directory"
              + " by itself and unite the rows.");

  /** Partitions of several shapes. */
  public static final SourceError PARTITION_COLUMNS =
      new SourceError(
          "DATA_SOURCE_PARTITION_COLUMNS",
          "42K03",
          "Conflicting partition columns, in names or order, such as in <paths>.",
          "Let every directory name the same columns in the same order, each once.");

  /** A value that is none of its column's type. */
  public static final SourceError PARTITION_VALUE =
      new SourceError(
          "DATA_SOURCE_PARTITION_VALUE",
          "22018",
          "The value \"<value>\" of the partition column <column> is no <type>.",
          "Give the column another type in the schema.");

  private CommonErrors() {}

  /** All of them, in the order of the reference page. */
  public static List<SourceError> all() {
    return List.of(
        PATH_NOT_FOUND,
        PATH_MISSING,
        OPTION_VALUE,
        OPTION_NAME,
        BASE_PATH,
        PARTITION_NAME,
        PARTITION_BASES,
        PARTITION_COLUMNS,
        PARTITION_VALUE);
  }
}
