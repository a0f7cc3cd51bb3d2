package io.s3dlio.tfrecord.index;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The short cut for plain lines, which falls back to the careful way when it is wrong. */
final class DigitsTest {

  @Test
  void digitsAreCountedUpToTheFirstOtherByte() {
    for (int other = 0; other < 256; other++) {
      for (int place = 0; place < 8; place++) {
        StringBuilder text = new StringBuilder("90817263");
        text.setCharAt(place, (char) other);
        boolean isDigit = other >= '0' && other <= '9';
        int count = Digits.count(text.toString().getBytes(ISO_8859_1), 0);
        assertThat(count).as("%s at %s", other, place).isEqualTo(isDigit ? 8 : place);
      }
    }
  }

  @Test
  void aNumberIsContinuedByItsNextDigits() {
    byte[] text = "0982716354\n      ".getBytes(ISO_8859_1);
    for (int start = 0; start < 8; start++) {
      for (int count = 1; count <= Math.min(8, 10 - start); count++) {
        String digits = new String(text, start, count, ISO_8859_1);
        assertThat(Digits.append(71, text, start, count)).isEqualTo(Long.parseLong("71" + digits));
      }
    }
  }
}
