package io.s3dlio.tfrecord.example;

/**
 * The values of one feature in some rows, in flat arrays, which are the column's own and are filled
 * again by the next batch. Not to be changed by others; for one thread.
 *
 * <table>
 *   <caption>Where the values of a row are</caption>
 *   <tr><th>depth</th><th>indices of its values</th></tr>
 *   <tr><td>scalar</td><td>{@code row}</td></tr>
 *   <tr><td>list</td><td>{@code offsets[row]} up to, without, {@code offsets[row + 1]}</td></tr>
 *   <tr><td>list of lists</td><td>those of each step {@code s} from {@code offsets[row]} up to, without,
 *     {@code offsets[row + 1]}: {@code stepOffsets[s]} up to, without, {@code stepOffsets[s + 1]}</td></tr>
 * </table>
 *
 * <p>An index leads to {@link #longs} (int64_list), {@link #floats} (float_list), or {@link
 * #starts} and {@link #lengths} (bytes_list): slices of the array that was decoded, nothing is
 * copied. What stands at the index of a scalar that is null means nothing.
 */
public abstract sealed class FeatureColumn permits ColumnBuilder {

  final FeatureSpec spec;

  final boolean isScalar;
  final boolean isListOfLists;

  int rows;
  boolean[] nulls = new boolean[0];
  long[] longs = new long[0];
  float[] floats = new float[0];
  int[] starts = new int[0];
  int[] lengths = new int[0];
  int[] offsets = new int[1];
  int[] stepOffsets = new int[1];

  FeatureColumn(FeatureSpec spec) {
    this.spec = spec;
    isScalar = spec.depth() == FeatureDepth.SCALAR;
    isListOfLists = spec.isListOfLists();
  }

  /** What was asked for. */
  public FeatureSpec spec() {
    return spec;
  }

  /** Rows in here. */
  public int rows() {
    return rows;
  }

  /**
   * Whether the row has no value: the feature is not in the record, or no kind is set; and for a
   * scalar, its list is empty.
   */
  public boolean isNull(int row) {
    return nulls[row];
  }

  /** Whether any row is null. */
  public boolean hasNulls() {
    for (int i = 0; i < rows; i++) {
      if (nulls[i]) {
        return true;
      }
    }
    return false;
  }

  /** The values of an int64_list. */
  public long[] longs() {
    return longs;
  }

  /** The values of a float_list. */
  public float[] floats() {
    return floats;
  }

  /** Where each value begins in the array that was decoded. */
  public int[] starts() {
    return starts;
  }

  /** Bytes of each value. */
  public int[] lengths() {
    return lengths;
  }

  /** Of a list: the first value of each row; of a list of lists: the first step of each row. */
  public int[] offsets() {
    return offsets;
  }

  /** Of a list of lists: the first value of each step. */
  public int[] stepOffsets() {
    return stepOffsets;
  }

  /**
   * Keeps some of the rows and drops the others; the rows are numbered anew.
   *
   * @param kept rows of this column, ascending
   * @param count how many of {@code kept} count
   */
  public void retain(int[] kept, int count) {
    int valuesKept = 0;
    int stepsKept = 0;
    for (int to = 0; to < count; to++) {
      int from = kept[to];
      nulls[to] = nulls[from];
      if (isScalar) {
        moveValues(from, to, 1);
        continue;
      }
      int begin = offsets[from];
      int end = offsets[from + 1];
      if (isListOfLists) {
        offsets[to] = stepsKept;
        for (int step = begin; step < end; step++) {
          int size = stepOffsets[step + 1] - stepOffsets[step];
          moveValues(stepOffsets[step], valuesKept, size);
          stepOffsets[stepsKept++] = valuesKept;
          valuesKept += size;
        }
      } else {
        moveValues(begin, valuesKept, end - begin);
        offsets[to] = valuesKept;
        valuesKept += end - begin;
      }
    }
    rows = count;
    if (!isScalar) {
      offsets[count] = isListOfLists ? stepsKept : valuesKept;
      stepOffsets[stepsKept] = valuesKept;
    }
  }

  private void moveValues(int from, int to, int count) {
    if (from == to) {
      return;
    }
    switch (spec.kind()) {
      case INT64 -> System.arraycopy(longs, from, longs, to, count);
      case FLOAT -> System.arraycopy(floats, from, floats, to, count);
      case BYTES -> {
        System.arraycopy(starts, from, starts, to, count);
        System.arraycopy(lengths, from, lengths, to, count);
      }
    }
  }
}
