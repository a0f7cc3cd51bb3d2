package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.ByteRange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ranges that overlap are read in layers, each without overlaps. */
final class DisjointLayersTest {

  @Test
  void nothingHasNoLayer() {
    assertThat(DisjointLayers.of(List.of())).isEmpty();
  }

  @Test
  void rangesThatOnlyTouchStayTogetherSortedByOffset() {
    List<ByteRange> ranges = List.of(ByteRange.of(8, 4), ByteRange.of(100, 1), ByteRange.of(0, 8));
    assertThat(DisjointLayers.of(ranges)).containsExactly(List.of(2, 0, 1));
  }

  @Test
  void equalAndOverlappingRangesGoApart() {
    List<ByteRange> ranges =
        List.of(ByteRange.of(0, 10), ByteRange.of(0, 10), ByteRange.of(5, 10), ByteRange.of(12, 4));
    assertThat(DisjointLayers.of(ranges)).containsExactly(List.of(0, 3), List.of(1), List.of(2));
  }
}
