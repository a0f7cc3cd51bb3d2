package io.s3dlio.tfrecord.spark.row;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.jspecify.annotations.Nullable;

/** Decimals as text, which is how {@link TypeMapping} keeps them exact. */
final class DecimalText {

  /**
   * A sign, a point, and twice the digits of Spark's widest decimal; more is no decimal of ours.
   */
  private static final int LONGEST = 80;

  private DecimalText() {}

  /** The number of some bytes; null when they are none, or none that fits the type. */
  static @Nullable Decimal parse(byte[] bytes, int start, int length, DecimalType type) {
    if (length == 0 || length > LONGEST) {
      return null;
    }
    for (int i = start; i < start + length; i++) {
      boolean digit = bytes[i] >= '0' && bytes[i] <= '9';
      if (!digit && bytes[i] != '.' && bytes[i] != '-' && bytes[i] != '+') {
        return null; // an exponent would make a short text a long number
      }
    }
    try {
      BigDecimal exact =
          new BigDecimal(new String(bytes, start, length, ISO_8859_1))
              .setScale(type.scale(), RoundingMode.HALF_UP);
      return exact.precision() > type.precision()
          ? null
          : Decimal.apply(exact, type.precision(), type.scale());
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
