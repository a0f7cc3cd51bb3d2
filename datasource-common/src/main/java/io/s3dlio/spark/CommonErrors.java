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
          "The option <option> of <format> cannot be \"<value>\": <reason>.",
          "Legal is <legal>.");

  /** A name of an option that looks like a known one. */
  public static final SourceError OPTION_NAME =
      new SourceError(
          "DATA_SOURCE_OPTION_NAME",
          "42K05",
          "The source <format> has no option <option>.",
          "Did you mean <nearest>?");

  private CommonErrors() {}

  /** All of them, in the order of the reference page. */
  public static List<SourceError> all() {
    return List.of(PATH_NOT_FOUND, PATH_MISSING, OPTION_VALUE, OPTION_NAME);
  }
}
