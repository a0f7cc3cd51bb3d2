package io.s3dlio.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Types and values of what directories' names say, by Spark's rules. */
final class PartitionTypes {

  /** Strictly: else 30 February would be a timestamp here, and none when it is parsed. */
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss[.S]", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private PartitionTypes() {}

  /**
   * The narrowest type that all values have: integer, long, decimal without a scale, double,
   * timestamp, date, string; Spark's type of null when there is no other value.
   *
   * @param values null for Hive's null, which every type has
   */
  static DataType infer(List<@Nullable String> values, boolean infersTypes) {
    DataType common = null;
    for (String value : values) {
      if (value == null) {
        continue;
      }
      DataType type = infersTypes ? type(value) : DataTypes.StringType;
      common = common == null ? type : wider(common, type);
      if (common.equals(DataTypes.StringType)) {
        break;
      }
    }
    if (common == null) {
      return infersTypes ? DataTypes.NullType : DataTypes.StringType;
    }
    return common;
  }

  private static DataType type(String text) {
    if (isNumber(text)) {
      return numberType(text);
    }
    if (isTimestamp(text)) {
      return SQLConf.get().timestampType();
    }
    return isDate(text) ? DataTypes.DateType : DataTypes.StringType;
  }

  /**
   * What {@link Double#parseDouble} takes, and so Spark: also {@code NaN}, {@code 1e3}, {@code 2d}.
   */
  private static boolean isNumber(String text) {
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static DataType numberType(String text) {
    BigDecimal exact;
    try {
      exact = new BigDecimal(text);
    } catch (NumberFormatException e) {
      return DataTypes.DoubleType;
    }
    boolean isPlain = text.chars().skip(1).allMatch(Character::isDigit);
    if (isPlain && fits(exact, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
      return DataTypes.IntegerType;
    }
    if (isPlain && fits(exact, Long.MIN_VALUE, Long.MAX_VALUE)) {
      return DataTypes.LongType;
    }
    int digits = exact.precision() - exact.scale();
    return exact.scale() <= 0 && digits <= DecimalType.MAX_PRECISION()
        ? DataTypes.createDecimalType(digits, 0)
        : DataTypes.DoubleType;
  }

  private static boolean fits(BigDecimal value, long least, long most) {
    return value.compareTo(BigDecimal.valueOf(least)) >= 0
        && value.compareTo(BigDecimal.valueOf(most)) <= 0;
  }

  private static boolean isTimestamp(String text) {
    try {
      LocalDateTime.parse(text, TIMESTAMP);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** Long and double, or decimal and double, have no common number that keeps both: a string. */
  private static DataType wider(DataType one, DataType other) {
    if (one.equals(other)) {
      return one;
    }
    int first = Math.min(rank(one), rank(other));
    int second = Math.max(rank(one), rank(other));
    if (first == 0 && second == 1) {
      return DataTypes.LongType;
    }
    if (second == 2) {
      return DataTypes.createDecimalType(Math.max(digits(one), digits(other)), 0);
    }
    if (first == 0 && second == 3) {
      return DataTypes.DoubleType;
    }
    return first == 4 && second == 5 ? (rank(one) == 5 ? one : other) : DataTypes.StringType;
  }

  private static int rank(DataType type) {
    if (type.equals(DataTypes.IntegerType)) {
      return 0;
    }
    if (type.equals(DataTypes.LongType)) {
      return 1;
    }
    if (type instanceof DecimalType) {
      return 2;
    }
    if (type.equals(DataTypes.DoubleType)) {
      return 3;
    }
    if (type.equals(DataTypes.DateType)) {
      return 4;
    }
    return type.equals(DataTypes.StringType) ? 6 : 5;
  }

  private static int digits(DataType type) {
    if (type instanceof DecimalType decimal) {
      return decimal.precision();
    }
    return type.equals(DataTypes.IntegerType) ? 10 : 20;
  }

  /**
   * A value in Spark's internal form.
   *
   * @throws IllegalArgumentException or {@link java.time.DateTimeException} when the type has no
   *     such value, or cannot be that of a partition
   */
  static Object parse(String text, DataType type, ZoneId zone) {
    if (type instanceof DecimalType decimal) {
      BigDecimal value =
          new BigDecimal(text.trim()).setScale(decimal.scale(), RoundingMode.HALF_UP);
      if (value.precision() > decimal.precision()) {
        throw new IllegalArgumentException("too many digits");
      }
      return Decimal.apply(value, decimal.precision(), decimal.scale());
    }
    String trimmed = text.trim();
    return switch (type.typeName()) {
      case "byte" -> Byte.valueOf(trimmed);
      case "short" -> Short.valueOf(trimmed);
      case "integer" -> Integer.valueOf(trimmed);
      case "long" -> Long.valueOf(trimmed);
      case "float" -> Float.valueOf(trimmed);
      case "double" -> Double.valueOf(trimmed);
      case "boolean" -> flag(trimmed);
      case "date" -> Math.toIntExact(LocalDate.parse(trimmed).toEpochDay());
      case "timestamp" -> micros(PathFilters.parse(trimmed, zone));
      case "timestamp_ntz" -> micros(PathFilters.parse(trimmed, ZoneOffset.UTC));
      case "binary" -> text.getBytes(UTF_8);
      default -> text(text, type);
    };
  }

  private static Object text(String text, DataType type) {
    if (!type.equals(DataTypes.StringType) && !type.typeName().matches("(string|char|varchar).*")) {
      throw new IllegalArgumentException("no type of a partition column");
    }
    return UTF8String.fromString(text);
  }

  private static Boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "1" -> true;
      case "false", "f", "no", "n", "0" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private static Long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
