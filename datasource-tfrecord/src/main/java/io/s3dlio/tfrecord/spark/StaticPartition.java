package io.s3dlio.tfrecord.spark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.sources.EqualNullSafe;
import org.apache.spark.sql.sources.EqualTo;
import org.apache.spark.sql.sources.Filter;
import org.jspecify.annotations.Nullable;

/**
 * Values of a table's outermost partition columns, as {@code INSERT OVERWRITE ... PARTITION (p =
 * 1)} gives them.
 *
 * @param columns the columns, outermost first
 * @param directory below the table's path, {@code p=1/q=x}; empty for no column
 */
record StaticPartition(List<String> columns, String directory) {

  static final StaticPartition NONE = new StaticPartition(List.of(), "");

  /**
   * The partition that filters describe; empty when they are not one value for each of the
   * outermost columns, or of types whose text in directories is not certain.
   *
   * @param partitionColumns of the table, outermost first
   */
  static Optional<StaticPartition> of(Filter[] filters, List<String> partitionColumns) {
    Map<String, Object> values = new HashMap<>();
    for (Filter filter : filters) {
      if (filter instanceof EqualTo equal) {
        values.put(equal.attribute(), equal.value());
      } else if (filter instanceof EqualNullSafe equal) {
        values.put(equal.attribute(), equal.value());
      }
    }
    if (values.size() != filters.length || filters.length > partitionColumns.size()) {
      return Optional.empty();
    }
    List<String> columns = partitionColumns.subList(0, filters.length);
    StringBuilder directory = new StringBuilder();
    for (String column : columns) {
      if (!isPlain(values.get(column))) {
        return Optional.empty();
      }
      directory
          .append(directory.isEmpty() ? "" : "/")
          .append(
              ExternalCatalogUtils.getPartitionPathString(
                  column, String.valueOf(values.get(column))));
    }
    return Optional.of(new StaticPartition(columns, directory.toString()));
  }

  /** Whether Java writes a value as Spark's cast to string does. */
  private static boolean isPlain(@Nullable Object value) {
    return value instanceof String
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte
        || value instanceof Boolean
        || value instanceof java.sql.Date
        || value instanceof java.time.LocalDate;
  }
}
