package io.s3dlio.tfrecord.example;

import java.util.Arrays;

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
public final class FeatureColumn {

  /** What is wrong with the row: more than one value for a scalar. */
  static final int SEVERAL = 4;

  /** What is wrong with the row: the feature is not where it was asked for. */
  static final int ELSEWHERE = 5;

  private static final int MOST = Integer.MAX_VALUE - 8;

  final FeatureSpec spec;

  /** Number of the field in feature.proto. */
  final int kind;

  /**
   * The first four bytes of a Feature of the kind asked for that is one list with one field, less
   * its own size, which the two lengths among them depend on.
   */
  final int simple;

  final boolean isScalar;
  final boolean isListOfLists;

  /** What is wrong with the row at hand: a kind that was not asked for, or one of the above. */
  int problem;

  private int row;
  private int problemBefore;
  private int valuesBefore;

  private int rows;
  private boolean[] nulls = new boolean[0];
  private long[] longs = new long[0];
  private float[] floats = new float[0];
  private int[] starts = new int[0];
  private int[] lengths = new int[0];
  private int[] offsets = new int[1];
  private int[] stepOffsets = new int[1];
  private int steps;
  private int values;

  FeatureColumn(FeatureSpec spec) {
    this.spec = spec;
    kind = spec.kind().field();
    simple = (kind << 3 | Wire.BYTES) + (MapEntry.KEY << 16) - 0x04000200;
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

  public long[] longs() {
    return longs;
  }

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

  /** Begins a batch in which every row is null until it is given values. */
  void begin(int rows) {
    this.rows = rows;
    if (nulls.length < rows) {
      nulls = new boolean[rows];
      offsets = new int[rows + 1];
    }
    Arrays.fill(nulls, 0, rows, true);
    steps = 0;
    values = 0;
    row = -1;
    problem = 0;
    if (isScalar) {
      switch (spec.kind()) {
        case INT64 -> reserveLongs(rows);
        case FLOAT -> reserveFloats(rows);
        case BYTES -> reserveBytes(rows);
      }
    }
  }

  /** Begins the feature in a row; what an earlier feature of the same key gave is gone. */
  void beginFeature(int row) {
    this.row = row;
    nulls[row] = true;
    problem = 0;
    if (!isScalar) {
      if (isListOfLists) {
        steps = offsets[row];
        values = stepOffsets[steps];
      } else {
        values = offsets[row];
      }
      valuesBefore = values;
    }
    problemBefore = 0;
  }

  /** Whether the row has the feature where it was asked for. */
  boolean isBegun(int row) {
    return this.row == row;
  }

  /** What follows replaces what is given from here on when another kind takes its place. */
  void mark() {
    problemBefore = problem;
    valuesBefore = values;
  }

  /** Drops what was given since {@link #mark}. */
  void clear() {
    problem = problemBefore;
    values = valuesBefore;
    if (!isListOfLists) {
      nulls[row] = true;
    }
  }

  /** There is a list, maybe an empty one. */
  void present() {
    if (!isScalar) {
      nulls[row] = false;
    }
  }

  /** Ends a step of a list of lists. */
  void endStep() {
    steps++;
    if (steps == stepOffsets.length) {
      stepOffsets = Arrays.copyOf(stepOffsets, more(stepOffsets.length, steps + 1));
    }
    stepOffsets[steps] = values;
  }

  /** Ends a row of a list or a list of lists, whether it was begun or not. */
  void endRow(int row) {
    offsets[row + 1] = isListOfLists ? steps : values;
  }

  /** An index for one value. */
  private int slot() {
    if (isScalar) {
      problem = nulls[row] ? problem : SEVERAL;
      nulls[row] = false;
      return row;
    }
    return values++;
  }

  void addLong(long value) {
    reserveLongs(1);
    longs[slot()] = value;
  }

  void addFloat(float value) {
    reserveFloats(1);
    floats[slot()] = value;
  }

  void addBytes(int start, int length) {
    reserveBytes(1);
    int slot = slot();
    starts[slot] = start;
    lengths[slot] = length;
  }

  /** Adds the numbers of a packed list. */
  void addLongs(byte[] bytes, int start, int end) throws MalformedException {
    if (end - start == 1 && bytes[start] >= 0) {
      addLong(bytes[start]);
      return;
    }
    int count = Varints.count(bytes, start, end);
    if (isScalar) {
      if (count > 0) {
        longs[slot()] = Varints.one(bytes, start);
        problem = count > 1 ? SEVERAL : problem;
      }
      return;
    }
    reserveLongs(count);
    Varints.read(bytes, start, end, count, longs, values);
    values += count;
  }

  /** Adds the floats of a packed list, whose bytes are whole floats. */
  void addFloats(byte[] bytes, int start, int end) {
    int count = (end - start) >>> 2;
    if (isScalar) {
      if (count > 0) {
        floats[slot()] = (float) Wire.FLOAT.get(bytes, start);
        problem = count > 1 ? SEVERAL : problem;
      }
      return;
    }
    reserveFloats(count);
    float[] to = floats;
    int at = values;
    for (int i = 0; i < count; i++) {
      to[at + i] = (float) Wire.FLOAT.get(bytes, start + 4 * i);
    }
    values += count;
  }

  /** Makes place for so many more values; a scalar has its place. */
  private void reserveLongs(int count) {
    if (values + count > longs.length) {
      longs = Arrays.copyOf(longs, more(longs.length, values + count));
    }
  }

  private void reserveFloats(int count) {
    if (values + count > floats.length) {
      floats = Arrays.copyOf(floats, more(floats.length, values + count));
    }
  }

  private void reserveBytes(int count) {
    if (values + count > starts.length) {
      starts = Arrays.copyOf(starts, more(starts.length, values + count));
      lengths = Arrays.copyOf(lengths, starts.length);
    }
  }

  private static int more(int length, int needed) {
    return (int) Math.max(needed, Math.min(MOST, 2L * length));
  }
}
