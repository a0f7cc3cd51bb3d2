package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.transfer.RangePlan.Chunk;
import io.s3dlio.store.transfer.RangePlan.Member;
import io.s3dlio.store.transfer.RangePlan.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RangePlanTest {

  @Test
  void nothingGivesNothing() {
    assertThat(RangePlan.of(List.of(), 10, 100).runs()).isEmpty();
    assertThat(RangePlan.of(List.of(ByteRange.of(5, 0)), 10, 100).runs()).isEmpty();
  }

  @Test
  void neighboursWithinTheGapAreOneRunAndOthersAreNot() {
    List<Run> runs =
        RangePlan.of(
                List.of(ByteRange.of(0, 10), ByteRange.of(20, 10), ByteRange.of(41, 10)), 10, 100)
            .runs();
    assertThat(runs).hasSize(2);
    assertThat(runs.get(0).members()).containsExactly(new Member(0, 0, 10), new Member(1, 20, 10));
    assertThat(runs.get(0).chunks()).containsExactly(new Chunk(0, 30));
    assertThat(runs.get(1).offset()).isEqualTo(41);
  }

  @Test
  void aMergedRunFitsAChunk() {
    List<ByteRange> ranges = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ranges.add(ByteRange.of(i * 30L, 30));
    }
    assertThat(RangePlan.of(ranges, 10, 100).runs())
        .hasSize(34)
        .allSatisfy(run -> assertThat(run.chunks()).hasSize(1));
  }

  @Test
  void chunksOfALargeRangeAreAlmostEqualAndMeetAtPages() {
    Run run = RangePlan.of(List.of(ByteRange.of(1_000_001, 9_000_000)), 0, 8 << 20).runs().get(0);
    assertThat(run.chunks()).hasSize(2);
    Chunk second = run.chunks().get(1);
    assertThat((run.offset() + second.offset()) % 4096).isZero();
    assertThat(second.length()).isBetween(4_490_000, 4_510_000);
  }

  @Test
  void overlapsSuffixesAndGiantsAreRefused() {
    for (List<ByteRange> ranges :
        List.of(
            List.of(ByteRange.of(5, 10), ByteRange.of(0, 6)),
            List.of(ByteRange.of(5, 10), ByteRange.of(5, 10)),
            List.of(ByteRange.suffix(5)),
            List.of(ByteRange.of(0, 3L << 30)))) {
      assertThatThrownBy(() -> RangePlan.of(ranges, 10, 100))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void everyRangeIsInOneRunAndChunksCoverRunsExactly() {
    for (long seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      int chunkSize = 1 + random.nextInt(random.nextBoolean() ? 100 : 100_000);
      long gap = random.nextInt(100);
      List<ByteRange> ranges = ranges(random, chunkSize);
      List<Run> runs = RangePlan.of(ranges, gap, chunkSize).runs();
      boolean[] seen = new boolean[ranges.size()];
      long end = -1;
      for (Run run : runs) {
        assertThat(run.offset()).as("seed %d", seed).isGreaterThan(end - 1);
        end = run.offset() + run.length();
        checkChunks(run, chunkSize, seed);
        for (Member member : run.members()) {
          ByteRange range = ranges.get(member.index());
          assertThat(run.offset() + member.offset()).isEqualTo(range.offset());
          assertThat((long) member.length()).isEqualTo(range.length());
          assertThat(member.end()).isLessThanOrEqualTo(run.length());
          assertThat(seen[member.index()]).isFalse();
          seen[member.index()] = true;
        }
      }
      for (int i = 0; i < seen.length; i++) {
        assertThat(seen[i]).as("seed %d range %d", seed, i).isEqualTo(ranges.get(i).length() > 0);
      }
    }
  }

  private static void checkChunks(Run run, int chunkSize, long seed) {
    int at = 0;
    for (Chunk chunk : run.chunks()) {
      assertThat(chunk.offset()).as("seed %d", seed).isEqualTo(at);
      assertThat(chunk.length()).as("seed %d", seed).isBetween(1, chunkSize);
      at += chunk.length();
    }
    assertThat(at).isEqualTo(run.length());
    assertThat(run.members().size() == 1 || run.chunks().size() == 1).isTrue();
  }

  private static List<ByteRange> ranges(Random random, int chunkSize) {
    List<ByteRange> ranges = new ArrayList<>();
    long at = random.nextInt(10_000);
    for (int i = random.nextInt(20); i > 0; i--) {
      int length = random.nextInt(random.nextInt(5) == 0 ? 20 * chunkSize : 1 + chunkSize / 2);
      ranges.add(ByteRange.of(at, length));
      at += length + random.nextInt(200);
    }
    Collections.shuffle(ranges, random);
    return ranges;
  }
}
