package io.s3dlio.tfrecord.spark.row;

import io.s3dlio.tfrecord.example.ExampleWriter;
import io.s3dlio.tfrecord.example.FeatureDepth;
import io.s3dlio.tfrecord.spark.option.WriteErrors;
import io.s3dlio.tfrecord.spark.row.TypeMapping.FeatureType;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Features whose values are collected before they are written: arrays, arrays of arrays, and bytes.
 * Not thread-safe.
 */
final class ListEncoder {

  private static final int FEW = 16;

  private final ExampleWriter writer;
  private long[] longs = new long[FEW];
  private float[] floats = new float[FEW];
  private final ByteSlices slices = new ByteSlices();
  private int count;
  private int[] stepOffsets = new int[FEW];

  ListEncoder(ExampleWriter writer) {
    this.writer = writer;
  }

  /** Writes one value of bytes as feature {@code i}. */
  void encodeBytes(int i, SpecializedGetters row, int ordinal, FeatureType type) {
    slices.clear();
    slices.add(row, ordinal, type.value(), type.scalar());
    writer.bytes(i, slices.array(), slices.starts()[0], slices.lengths()[0]);
  }

  /**
   * Writes an array, or an array of arrays, as feature {@code i}.
   *
   * @param column for errors
   */
  void encode(int i, ArrayData array, FeatureType type, String column) {
    count = 0;
    slices.clear();
    if (type.depth() == FeatureDepth.LIST) {
      collect(array, type, column);
      writeList(i, type);
      return;
    }
    int steps = array.numElements();
    if (steps >= stepOffsets.length) {
      stepOffsets = Arrays.copyOf(stepOffsets, steps + 1);
    }
    for (int step = 0; step < steps; step++) {
      refuseNull(array, step, column);
      collect(array.getArray(step), type, column);
      stepOffsets[step + 1] = count;
    }
    writeLists(i, type, steps);
  }

  private void writeList(int i, FeatureType type) {
    switch (type.kind()) {
      case INT64 -> writer.int64List(i, longs, count);
      case FLOAT -> writer.floatList(i, floats, count);
      case BYTES -> writer.bytesList(i, slices.array(), slices.starts(), slices.lengths(), count);
    }
  }

  private void writeLists(int i, FeatureType type, int steps) {
    switch (type.kind()) {
      case INT64 -> writer.int64Lists(i, longs, stepOffsets, steps);
      case FLOAT -> writer.floatLists(i, floats, stepOffsets, steps);
      case BYTES ->
          writer.bytesLists(
              i, slices.array(), slices.starts(), slices.lengths(), stepOffsets, steps);
    }
  }

  private void collect(ArrayData array, FeatureType type, String column) {
    int more = array.numElements();
    switch (type.kind()) {
      case INT64 -> collectLongs(array, more, type, column);
      case FLOAT -> collectFloats(array, more, type, column);
      case BYTES -> {
        for (int k = 0; k < more; k++) {
          refuseNull(array, k, column);
          slices.add(array, k, type.value(), type.scalar());
        }
      }
    }
    count += more;
  }

  private void collectLongs(ArrayData array, int more, FeatureType type, String column) {
    if (more > longs.length - count) {
      longs = Arrays.copyOf(longs, grown(more));
    }
    for (int k = 0; k < more; k++) {
      refuseNull(array, k, column);
      longs[count + k] =
          switch (type.value()) {
            case LONG -> array.getLong(k);
            case INT -> array.getInt(k);
            case SHORT -> array.getShort(k);
            case BYTE -> array.getByte(k);
            default -> array.getBoolean(k) ? 1 : 0;
          };
    }
  }

  private void collectFloats(ArrayData array, int more, FeatureType type, String column) {
    if (more > floats.length - count) {
      floats = Arrays.copyOf(floats, grown(more));
    }
    boolean narrow = type.value() == TypeMapping.Value.DOUBLE;
    for (int k = 0; k < more; k++) {
      refuseNull(array, k, column);
      floats[count + k] = narrow ? (float) array.getDouble(k) : array.getFloat(k);
    }
  }

  /** The length of an array for what there is and {@code more}. */
  private int grown(int more) {
    long wanted = (long) count + more;
    if (wanted > Integer.MAX_VALUE - FEW) {
      throw WriteErrors.RECORD_TOO_LONG.exception();
    }
    return (int) Math.min(Integer.MAX_VALUE - FEW, wanted + wanted / 2);
  }

  private static void refuseNull(ArrayData array, int k, String column) {
    if (array.isNullAt(k)) {
      throw WriteErrors.NULL_IN_ARRAY.exception("column", column);
    }
  }
}
