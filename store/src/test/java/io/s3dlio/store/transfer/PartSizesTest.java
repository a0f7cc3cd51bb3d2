package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.Limits;
import org.junit.jupiter.api.Test;

final class PartSizesTest {

  private static final Limits S3 = new Limits(1000, 5 << 20, 5L << 30, 10_000, 5L << 30, 5L << 30);

  @Test
  void whatS3TakesSufficesForItsLargestObject() {
    for (int wanted : new int[] {5 << 20, 8 << 20, 64 << 20, 1 << 30}) {
      var sizes = new PartSizes(wanted, S3);
      long total = 0;
      for (int number = 1; number <= 10_000; number++) {
        long size = sizes.of(number);
        assertThat(size).isBetween(S3.minPartSize(), S3.maxPartSize());
        total += size;
      }
      assertThat(total).isGreaterThanOrEqualTo(5L << 40);
      assertThat(sizes.of(1)).isEqualTo(wanted);
    }
  }

  @Test
  void theStoresBoundsCount() {
    assertThat(new PartSizes(10, S3).of(1)).isEqualTo(5 << 20);
    var narrow = new Limits(1000, 1, 3_000, 100, 5L << 30, 5L << 30);
    assertThat(new PartSizes(10_000, narrow).of(1)).isEqualTo(3_000);
    assertThat(new PartSizes(1_000, narrow).of(100)).isEqualTo(3_000);
  }
}
