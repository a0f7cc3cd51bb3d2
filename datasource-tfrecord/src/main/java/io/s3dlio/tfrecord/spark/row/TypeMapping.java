package io.s3dlio.tfrecord.spark.row;

import io.s3dlio.tfrecord.example.FeatureDepth;
import io.s3dlio.tfrecord.example.FeatureKind;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.jspecify.annotations.Nullable;

/**
 * How Spark's types are stored as features. The same table tells a reader with a schema what a
 * feature means.
 *
 * <table>
 * <caption>Scalars</caption>
 * <tr><th>Spark</th><th>Feature</th><th>Value</th></tr>
 * <tr><td>boolean</td><td>int64</td><td>0 or 1</td></tr>
 * <tr><td>tinyint, smallint, int, bigint</td><td>int64</td><td>the number</td></tr>
 * <tr><td>date</td><td>int64</td><td>days since 1970-01-01</td></tr>
 * <tr><td>timestamp, timestamp_ntz</td><td>int64</td><td>microseconds since 1970-01-01T00:00:00,
 *     UTC or local</td></tr>
 * <tr><td>interval year to month</td><td>int64</td><td>months</td></tr>
 * <tr><td>interval day to second</td><td>int64</td><td>microseconds</td></tr>
 * <tr><td>float</td><td>float</td><td>the number</td></tr>
 * <tr><td>double</td><td>float</td><td>the nearest float: the format has no wider number</td></tr>
 * <tr><td>decimal</td><td>bytes</td><td>its digits as text, such as {@code -12.50}: exact</td></tr>
 * <tr><td>string, char, varchar</td><td>bytes</td><td>UTF-8</td></tr>
 * <tr><td>binary</td><td>bytes</td><td>the bytes</td></tr>
 * </table>
 *
 * <p>An array of scalars is a feature of any number of values. An array of arrays of scalars is one
 * of the {@code feature_lists} of a SequenceExample. A null column is a feature that is not there;
 * a null inside an array has no place in the format. No instance.
 */
public final class TypeMapping {

  /** What a scalar is in Spark's rows. */
  public enum Value {
    BOOLEAN(FeatureKind.INT64),
    BYTE(FeatureKind.INT64),
    SHORT(FeatureKind.INT64),
    /** Also dates and intervals of months. */
    INT(FeatureKind.INT64),
    /** Also timestamps and intervals of microseconds. */
    LONG(FeatureKind.INT64),
    FLOAT(FeatureKind.FLOAT),
    DOUBLE(FeatureKind.FLOAT),
    DECIMAL(FeatureKind.BYTES),
    STRING(FeatureKind.BYTES),
    BINARY(FeatureKind.BYTES);

    private final FeatureKind kind;

    Value(FeatureKind kind) {
      this.kind = kind;
    }

    /** The kind of feature that holds it. */
    public FeatureKind kind() {
      return kind;
    }
  }

  /**
   * A type of Spark's as a feature.
   *
   * @param scalar the innermost type
   */
  public record FeatureType(DataType scalar, Value value, FeatureDepth depth) {

    /** The kind of feature that holds it. */
    public FeatureKind kind() {
      return value.kind();
    }
  }

  private TypeMapping() {}

  /** How a type is stored; empty when it has no place in the format. */
  public static Optional<FeatureType> of(DataType type) {
    FeatureDepth depth = FeatureDepth.SCALAR;
    DataType inner = type;
    if (inner instanceof ArrayType list) {
      depth = FeatureDepth.LIST;
      inner = list.elementType();
      if (inner instanceof ArrayType steps) {
        depth = FeatureDepth.LIST_OF_LISTS;
        inner = steps.elementType();
      }
    }
    Value value = value(inner);
    return value == null ? Optional.empty() : Optional.of(new FeatureType(inner, value, depth));
  }

  /** Types are told by their classes: a string may have a collation, an interval its fields. */
  private static @Nullable Value value(DataType type) {
    if (type instanceof LongType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType
        || type instanceof DayTimeIntervalType) {
      return Value.LONG;
    } else if (type instanceof IntegerType
        || type instanceof DateType
        || type instanceof YearMonthIntervalType) {
      return Value.INT;
    } else if (type instanceof ShortType) {
      return Value.SHORT;
    } else if (type instanceof ByteType) {
      return Value.BYTE;
    } else if (type instanceof BooleanType) {
      return Value.BOOLEAN;
    } else if (type instanceof FloatType) {
      return Value.FLOAT;
    } else if (type instanceof DoubleType) {
      return Value.DOUBLE;
    } else if (type instanceof DecimalType) {
      return Value.DECIMAL;
    } else if (type instanceof StringType) {
      return Value.STRING;
    }
    return type instanceof BinaryType ? Value.BINARY : null;
  }
}
