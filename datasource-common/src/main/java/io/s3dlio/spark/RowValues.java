package io.s3dlio.spark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/** Values inside Spark's rows and their order. */
final class RowValues {

  private RowValues() {}

  /**
   * Whether values of the type have the one order that is known here; collated strings have not.
   */
  static boolean isComparable(DataType type) {
    return type.equals(DataTypes.StringType)
        || type instanceof LongType
        || type instanceof IntegerType
        || type instanceof ShortType
        || type instanceof ByteType
        || type instanceof BooleanType
        || type instanceof DoubleType
        || type instanceof FloatType
        || type instanceof DecimalType
        || type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType
        || type instanceof BinaryType;
  }

  /** The value of a comparable type that is not null. */
  static Object value(InternalRow row, RowFilter.Input input) {
    int ordinal = input.ordinal();
    DataType type = input.type();
    if (type instanceof LongType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType) {
      return row.getLong(ordinal);
    }
    if (type instanceof IntegerType || type instanceof DateType) {
      return row.getInt(ordinal);
    }
    if (type instanceof ShortType) {
      return row.getShort(ordinal);
    }
    if (type instanceof ByteType) {
      return row.getByte(ordinal);
    }
    if (type instanceof BooleanType) {
      return row.getBoolean(ordinal);
    }
    if (type instanceof DoubleType) {
      return row.getDouble(ordinal);
    }
    if (type instanceof FloatType) {
      return row.getFloat(ordinal);
    }
    if (type instanceof DecimalType decimal) {
      return row.getDecimal(ordinal, decimal.precision(), decimal.scale());
    }
    return type instanceof BinaryType ? row.getBinary(ordinal) : row.getUTF8String(ordinal);
  }

  /** How the row's value, which is not null, stands to another of the same type. */
  static int compare(InternalRow row, RowFilter.Input input, Object other) {
    if (other instanceof Long number) { // without a box: the commonest type of a feature
      return Long.compare(row.getLong(input.ordinal()), number);
    }
    return order(value(row, input), other);
  }

  private static int order(Object left, Object right) {
    if (left instanceof Long a) {
      return Long.compare(a, (Long) right);
    }
    if (left instanceof Integer a) {
      return Integer.compare(a, (Integer) right);
    }
    if (left instanceof Double a) {
      return reals(a, (Double) right);
    }
    if (left instanceof Float a) {
      return reals(a, (Float) right);
    }
    if (left instanceof UTF8String a) {
      return a.compareTo((UTF8String) right);
    }
    if (left instanceof byte[] a) {
      return Arrays.compareUnsigned(a, (byte[]) right);
    }
    if (left instanceof Decimal a) {
      return a.toJavaBigDecimal().compareTo(((Decimal) right).toJavaBigDecimal());
    }
    if (left instanceof Boolean a) {
      return Boolean.compare(a, (Boolean) right);
    }
    return Integer.compare(((Number) left).intValue(), ((Number) right).intValue());
  }

  /** Spark's order: NaN equals itself and is the greatest; there is one zero. */
  private static int reals(double left, double right) {
    return left == right ? 0 : Double.compare(left, right);
  }

  /** What stands for a value in a hash set: equal exactly when {@link #compare} says 0. */
  static Object key(Object value) {
    if (value instanceof byte[] bytes) {
      return new String(bytes, ISO_8859_1); // one character a byte: equal as the bytes are
    }
    if (value instanceof Double number) {
      return number == 0 ? (Object) 0.0 : number;
    }
    if (value instanceof Float number) {
      return number == 0 ? (Object) 0.0f : number;
    }
    if (value instanceof Decimal decimal) {
      return decimal.toJavaBigDecimal().stripTrailingZeros();
    }
    return value;
  }
}
