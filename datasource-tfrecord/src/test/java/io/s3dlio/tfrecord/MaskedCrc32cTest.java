package io.s3dlio.tfrecord;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

final class MaskedCrc32cTest {

  /** The check value of CRC-32C, and the mask as its description has it. */
  @Test
  void knownValues() {
    byte[] digits = "123456789".getBytes(US_ASCII);
    int masked = new MaskedCrc32c().of(digits, 0, 9);
    assertThat(MaskedCrc32c.unmask(masked)).isEqualTo(0xe3069283);
    assertThat(masked).isEqualTo(Frames.masked(new CRC32C(), digits));
    assertThat(MaskedCrc32c.mask(0)).isEqualTo(0xa282ead8);
  }

  @Test
  void aSliceIsSummedAlone() {
    byte[] digits = "..123456789..".getBytes(US_ASCII);
    assertThat(MaskedCrc32c.unmask(new MaskedCrc32c().of(digits, 2, 9))).isEqualTo(0xe3069283);
  }

  @Test
  void unmaskUndoesMask() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1000; i++) {
      int crc = random.nextInt();
      assertThat(MaskedCrc32c.unmask(MaskedCrc32c.mask(crc))).isEqualTo(crc);
    }
  }

  @Test
  void lengthsOfEverySizeAreSummedLikeTheirBytes() {
    SplittableRandom random = new SplittableRandom(2);
    for (int bits = 0; bits < 64; bits++) {
      for (int i = 0; i < 100; i++) {
        long length = random.nextLong() >>> bits;
        assertThat(MaskedCrc32c.ofLength(length))
            .isEqualTo(Frames.masked(new CRC32C(), Frames.longBytes(length)));
      }
    }
    assertThat(MaskedCrc32c.ofLength(0)).isEqualTo(Frames.masked(new CRC32C(), new byte[8]));
  }
}
