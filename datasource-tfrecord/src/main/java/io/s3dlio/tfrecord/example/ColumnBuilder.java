package io.s3dlio.tfrecord.example;

import java.util.Arrays;

/**
 * A column while it is filled: row by row, in each row the feature as often as the record has it.
 * Arrays grow with values that are there, never by a length that is only declared. For one thread.
 */
final class ColumnBuilder extends FeatureColumn {

  /** What is wrong with the row: more than one value for a scalar. */
  static final int SEVERAL = 4;

  /** What is wrong with the row: the feature is not where it was asked for. */
  static final int ELSEWHERE = 5;

  private static final int MOST = Integer.MAX_VALUE - 8;

  /** Number of the field in feature.proto. */
  final int kind;

  /**
   * The first four bytes of a Feature of the kind asked for that is one list with one field, less
   * its own size, which the two lengths among them depend on.
   */
  final int simple;

  /** What is wrong with the row at hand: a kind that was not asked for, or one of the above. */
  int problem;

  private int row;
  private int problemBefore;
  private int valuesBefore;
  private int steps;
  private int values;

  ColumnBuilder(FeatureSpec spec) {
    super(spec);
    kind = spec.kind().field();
    simple = (kind << 3 | Wire.BYTES) + (MapEntry.KEY << 16) - 0x04000200;
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

  /**
   * Forgets what is wrong with the row at hand.
   *
   * @throws MalformedException says what it was, if anything
   */
  void check() throws MalformedException {
    int found = problem;
    problem = 0;
    if (found == 0) {
      return;
    }
    String name = "feature \"" + spec.name() + "\" ";
    if (found == SEVERAL) {
      throw new MalformedException(name + "has several values: declare it as an array");
    }
    if (found == ELSEWHERE) {
      throw new MalformedException(
          name
              + (isListOfLists
                  ? "is in the context: declare it as a value or an array"
                  : "is in the feature_lists: declare it as an array of arrays"));
    }
    throw new MalformedException(
        name + "is " + FeatureKind.ofField(found).text() + ", asked for is " + spec.kind().text());
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
