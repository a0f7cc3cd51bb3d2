package io.s3dlio.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.tfrecord.CorruptRecordException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecordWalkTest {

  private static final long DISK = 32 << 10;
  private static final long OBJECT_STORE = 2 << 20;

  private final SplittableRandom random = new SplittableRandom(3);

  private static RecordWalk walk(BytesReader reader, long jumpBytes) throws IOException {
    long length = reader.stat().size();
    return RecordWalk.open(
        reader, RecordSource.whole(Frames.FILE, length), VerifyCrc.LENGTH, jumpBytes);
  }

  private static List<Long> sizes(RecordWalk walk) throws IOException {
    List<Long> sizes = new ArrayList<>();
    long offset = 0;
    while (walk.next()) {
      assertThat(walk.number()).isEqualTo(sizes.size());
      assertThat(walk.offset()).isEqualTo(offset);
      offset += walk.size();
      sizes.add(walk.size());
    }
    return sizes;
  }

  @ParameterizedTest
  @CsvSource({"20000,100", "3000,3000", "300,100000", "20,3000000", "1,0", "0,0"})
  void everyRecordIsFound(int count, int most) throws IOException {
    List<byte[]> payloads = Frames.payloads(random, count, most);
    byte[] file = Frames.file(payloads);
    for (long jump : new long[] {0, 1000, DISK, OBJECT_STORE}) {
      BytesReader reader = new BytesReader(file);
      try (RecordWalk walk = walk(reader, jump)) {
        assertThat(sizes(walk)).isEqualTo(payloads.stream().map(p -> p.length + 16L).toList());
      }
    }
  }

  @Test
  void payloadsOfLargeRecordsAreJumpedOver() throws IOException {
    byte[] file = Frames.file(List.of(new byte[200_000], new byte[200_000], new byte[200_000]));
    BytesReader reader = new BytesReader(file);
    assertThat(sizes(walk(reader, DISK))).hasSize(3);
    assertThat(reader.ranges()).hasSize(3);
    assertThat(reader.asked()).isLessThan(file.length / 100);
  }

  @Test
  void smallRecordsCostFewRequests() throws IOException {
    byte[] file = Frames.file(Frames.payloads(random, 100_000, 200));
    BytesReader reader = new BytesReader(file);
    assertThat(sizes(walk(reader, OBJECT_STORE))).hasSize(100_000);
    assertThat(reader.ranges()).hasSizeLessThan(8);
    assertThat(reader.asked()).isLessThanOrEqualTo(file.length);
  }

  @Test
  void everyTruncationIsNoticedThoughPayloadsAreNotRead() throws IOException {
    byte[] file = Frames.file(List.of(new byte[30], new byte[0], new byte[20]));
    for (int length = 0; length < file.length; length++) {
      BytesReader cut = new BytesReader(Arrays.copyOf(file, length));
      if (length == 0 || length == 46 || length == 62) {
        assertThat(sizes(walk(cut, 0))).hasSize(length == 0 ? 0 : length == 46 ? 1 : 2);
        continue;
      }
      int left = length < 46 ? length : length < 62 ? length - 46 : length - 62;
      Reason reason = left < 12 ? Reason.TRUNCATED_HEADER : Reason.TRUNCATED_RECORD;
      assertThatThrownBy(() -> sizes(walk(cut, 0)))
          .as("cut at %s", length)
          .isInstanceOfSatisfying(
              CorruptRecordException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
  }

  @Test
  void aBadLengthIsAnErrorWithItsPlace() throws IOException {
    byte[] file = Frames.file(List.of(new byte[30], new byte[10], new byte[20]));
    file[46 + 9] ^= 1;
    RecordWalk walk = walk(new BytesReader(file), DISK);
    assertThat(walk.next()).isTrue();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(walk::next)
          .isInstanceOf(CorruptRecordException.class)
          .hasMessageContaining("record 1 at byte 46");
    }
  }
}
