package io.s3dlio.tfrecord.spark.option;

import io.s3dlio.spark.SourceOption;
import io.s3dlio.spark.SourceOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All options of the source, for reads and writes. */
public final class TfRecordOptions {

  /** Names in the session's configuration are {@code spark.sql.tfrecord.*}, whatever the alias. */
  public static final String FORMAT = "tfrecord";

  private TfRecordOptions() {}

  /** Each option once; those of listings are known to all sources. */
  public static List<SourceOption<?>> all() {
    Map<String, SourceOption<?>> byName = new LinkedHashMap<>();
    Stream.of(TfRecordReadOptions.all(), TfRecordWriteOptions.all())
        .flatMap(List::stream)
        .forEach(option -> byName.putIfAbsent(option.name(), option));
    return List.copyOf(byName.values());
  }

  /** Options as given, with the session's as defaults. */
  public static SourceOptions of(Map<String, String> options) {
    return SourceOptions.of(FORMAT, options, all());
  }
}
