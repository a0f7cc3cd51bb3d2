package io.s3dlio.tfrecord.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordIndexTest {

  /** One size, sizes whose sum needs 32 bits, and sizes whose sum needs more. */
  @ParameterizedTest
  @ValueSource(longs = {1, 300, 2_000_000, 1L << 40})
  void knowsEachRecordsPlace(long spread) {
    for (int count : new int[] {1, 4095, 4096, 4097, 10_000}) {
      long[] sizes = Indexes.randomSizes(new Random(count), count, spread);
      RecordIndex index = Indexes.of(sizes);
      long offset = 0;
      for (int i = 0; i < count; i++) {
        assertThat(index.offset(i)).isEqualTo(offset);
        assertThat(index.size(i)).isEqualTo(sizes[i]);
        assertThat(index.firstFrom(offset)).isEqualTo(i);
        assertThat(index.firstFrom(offset + 1)).isEqualTo(i + 1);
        offset += sizes[i];
      }
      assertThat(index.count()).isEqualTo(count);
      assertThat(index.offset(count)).isEqualTo(offset).isEqualTo(index.fileLength());
      assertThat(index.firstFrom(Long.MAX_VALUE)).isEqualTo(count);
    }
  }

  @Test
  void anEmptyFileHasAnIndex() {
    assertThat(RecordIndex.EMPTY.count()).isZero();
    assertThat(RecordIndex.EMPTY.offset(0)).isZero();
    assertThat(RecordIndex.EMPTY.firstFrom(0)).isZero();
    assertThat(new IndexBuilder().build().fileLength()).isZero();
  }

  @Test
  void recordsThatAreNotThereAreRefused() {
    RecordIndex index = Indexes.of(26, 36);
    assertThatThrownBy(() -> index.size(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> index.offset(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> index.offset(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void sizesThatCannotBeAreRefused() {
    IndexBuilder builder = new IndexBuilder();
    assertThatThrownBy(() -> builder.add(15)).isInstanceOf(IllegalArgumentException.class);
    builder.add(Long.MAX_VALUE - 20);
    assertThatThrownBy(() -> builder.add(21)).isInstanceOf(IllegalArgumentException.class);
    assertThat(builder.end()).isEqualTo(Long.MAX_VALUE - 20);
  }

  @Test
  void tenMillionRecordsFitIntoFortyMebibytes() {
    IndexBuilder builder = new IndexBuilder();
    Random random = new Random(1);
    for (int i = 0; i < 1_000_000; i++) {
      builder.add(1000 + random.nextInt(500));
    }
    // What a cache counts: not less than is taken, either.
    assertThat(builder.build().memoryBytes()).isBetween(4_000_000L, 4 * 1_048_576L);
    IndexBuilder same = new IndexBuilder();
    for (int i = 0; i < 1_000_000; i++) {
      same.add(1214);
    }
    assertThat(same.build().memoryBytes()).isLessThan(20_000);
  }
}
