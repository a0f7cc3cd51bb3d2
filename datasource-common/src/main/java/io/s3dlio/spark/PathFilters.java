package io.s3dlio.spark;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.spark.sql.internal.SQLConf;
import org.jspecify.annotations.Nullable;

/** Which files a listing takes: visible ones, by name and by time of modification. */
final class PathFilters {

  private final @Nullable GlobFilter glob;
  private final Optional<Instant> before;
  private final Optional<Instant> after;

  private PathFilters(
      @Nullable GlobFilter glob, Optional<Instant> before, Optional<Instant> after) {
    this.glob = glob;
    this.before = before;
    this.after = after;
  }

  static PathFilters of(SourceOptions options) {
    Optional<String> pattern = options.find(ListingOptions.PATH_GLOB_FILTER);
    return new PathFilters(
        pattern.isPresent() ? glob(options, pattern.get()) : null,
        time(options, ListingOptions.MODIFIED_BEFORE),
        time(options, ListingOptions.MODIFIED_AFTER));
  }

  boolean takesFile(FileStatus status) {
    return takesFile(status.getPath().getName(), status.getModificationTime())
        && (glob == null || glob.accept(status.getPath()));
  }

  private boolean takesFile(String name, long modifiedMillis) {
    Instant modified = Instant.ofEpochMilli(modifiedMillis);
    return isVisible(name)
        && before.map(modified::isBefore).orElse(true)
        && after.map(modified::isAfter).orElse(true);
  }

  /**
   * Spark's rule for data: names that begin with a dot or an underscore are not, but {@code _x=1}
   * is a partition; nor is what Hadoop's shell is still copying.
   */
  static boolean isVisible(String name) {
    boolean isHidden = name.startsWith("_") && !name.contains("=");
    return !isHidden && !name.startsWith(".") && !name.endsWith("._COPYING_");
  }

  private static GlobFilter glob(SourceOptions options, String pattern) {
    try {
      return new GlobFilter(pattern);
    } catch (IOException e) {
      throw refusal(options, ListingOptions.PATH_GLOB_FILTER, pattern, e);
    }
  }

  private static Optional<Instant> time(SourceOptions options, SourceOption<String> option) {
    return options
        .find(option)
        .map(
            text -> {
              try {
                return parse(text.trim(), zone(options));
              } catch (DateTimeException e) {
                throw refusal(options, option, text, e);
              }
            });
  }

  private static ZoneId zone(SourceOptions options) {
    String zone =
        options
            .find(ListingOptions.TIME_ZONE)
            .orElseGet(() -> SQLConf.get().sessionLocalTimeZone());
    return ZoneId.of(zone, ZoneId.SHORT_IDS);
  }

  /** A date, or a date and time, with or without an offset from UTC. */
  static Instant parse(String text, ZoneId zone) {
    String iso = text.replaceFirst("^(\\S+) +(?=\\d\\d:)", "$1T");
    if (!iso.contains("T")) {
      return LocalDate.parse(iso).atStartOfDay(zone).toInstant();
    }
    try {
      return LocalDateTime.parse(iso).atZone(zone).toInstant();
    } catch (DateTimeParseException e) {
      return OffsetDateTime.parse(iso, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
    }
  }

  private static SourceException refusal(
      SourceOptions options, SourceOption<String> option, String value, Exception cause) {
    boolean isGlob = option == ListingOptions.PATH_GLOB_FILTER;
    return CommonErrors.OPTION_VALUE.exception(
        cause,
        "option",
        option.name(),
        "format",
        options.format(),
        "value",
        value,
        "legal",
        isGlob ? "a pattern such as *.tfrecord" : "a time such as 2026-01-31T12:00:00");
  }
}
