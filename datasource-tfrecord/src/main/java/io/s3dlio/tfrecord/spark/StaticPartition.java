package io.s3dlio.tfrecord.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.sources.EqualNullSafe;
import org.apache.spark.sql.sources.EqualTo;
import org.apache.spark.sql.sources.Filter;

/**
 * Values of a table's outermost partition columns, as {@code INSERT OVERWRITE ... PARTITION (p =
 * 1)} gives them.
 *
 * @param columns the columns, outermost first
 * @param values one for each column
 * @param directory below the table's path, {@code p=1/q=x}; empty for no column
 */
record StaticPartition(List<String> columns, List<Object> values, String directory) {

  static final StaticPartition NONE = new StaticPartition(List.of(), List.of(), "");

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
    List<Object> inOrder = new ArrayList<>();
    StringBuilder directory = new StringBuilder();
    for (String column : columns) {
      Object value = values.get(column);
      if (value == null || !isPlain(value)) {
        return Optional.empty();
      }
      inOrder.add(value);
      directory
          .append(directory.isEmpty() ? "" : "/")
          .append(ExternalCatalogUtils.getPartitionPathString(column, value.toString()));
    }
    return Optional.of(new StaticPartition(columns, inOrder, directory.toString()));
  }

  /** Whether a row is of this partition. */
  Column contains() {
    Column all = lit(true);
    for (int i = 0; i < columns.size(); i++) {
      String quoted = "`" + columns.get(i).replace("`", "``") + "`";
      all = all.and(col(quoted).eqNullSafe(values.get(i)));
    }
    return all;
  }

  /** Whether Java writes a value as Spark's cast to string does. */
  private static boolean isPlain(Object value) {
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
