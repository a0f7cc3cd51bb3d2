package io.s3dlio.fs;

import io.s3dlio.store.ByteRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Splits ranges that may overlap into as few lists as possible in each of which none does; one list
 * when none overlaps.
 */
final class DisjointLayers {

  private DisjointLayers() {}

  /** The indices of {@code ranges}, each in exactly one list, every list sorted by offset. */
  static List<List<Integer>> of(List<ByteRange> ranges) {
    List<List<Integer>> layers = new ArrayList<>();
    List<Integer> sorted =
        IntStream.range(0, ranges.size())
            .boxed()
            .sorted(Comparator.comparingLong(index -> ranges.get(index).offset()))
            .toList();
    for (int index : sorted) {
      layerThatEndsBefore(ranges.get(index), layers, ranges).add(index);
    }
    return layers;
  }

  private static List<Integer> layerThatEndsBefore(
      ByteRange range, List<List<Integer>> layers, List<ByteRange> ranges) {
    for (List<Integer> layer : layers) {
      if (ranges.get(layer.get(layer.size() - 1)).end() <= range.offset()) {
        return layer;
      }
    }
    List<Integer> fresh = new ArrayList<>();
    layers.add(fresh);
    return fresh;
  }
}
