package io.s3dlio.tfrecord.spark.row;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.types.DecimalType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {

  @ParameterizedTest
  @CsvSource({
    "-12.50, -12.50",
    "7, 7.00",
    "+0.005, 0.01",
    "999.99, 999.99",
    "1000,",
    "999.999,",
    "1e3,",
    "1e999999999,",
    "-,",
    "1.2.3,",
    "NaN,"
  })
  void textIsADecimalOrNone(String text, @Nullable String expected) {
    byte[] bytes = ("<" + text + ">").getBytes(US_ASCII);
    Object parsed = DecimalText.parse(bytes, 1, text.length(), new DecimalType(5, 2));
    assertThat(parsed == null ? null : parsed.toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 81, 1000})
  void lengthsThatNoDecimalHasAreNotParsed(int length) {
    byte[] digits = "1".repeat(length).getBytes(US_ASCII);
    assertThat(DecimalText.parse(digits, 0, length, new DecimalType(38, 0))).isNull();
  }
}
