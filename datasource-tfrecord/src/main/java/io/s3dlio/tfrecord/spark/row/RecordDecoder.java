package io.s3dlio.tfrecord.spark.row;

import io.s3dlio.spark.RowFilter;
import io.s3dlio.tfrecord.CorruptRecordException;
import io.s3dlio.tfrecord.RecordBlock;
import io.s3dlio.tfrecord.example.ExampleDecoder;
import io.s3dlio.tfrecord.example.FeatureSpec;
import io.s3dlio.tfrecord.example.RecordType;
import io.s3dlio.tfrecord.spark.option.ParseMode;
import io.s3dlio.tfrecord.spark.option.TfRecordReadOptions;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/**
 * Decodes records into vectors: first the features that tests speak of, then the others, of those
 * records only that passed. For one thread.
 */
public final class RecordDecoder {

  private final ParseMode mode;
  private final List<RowFilter> tests;
  private final Stage tested;
  private final Stage others;
  private final ColumnarBatch testedBatch;

  private int[] kept = new int[0];
  private @Nullable String @Nullable [] problems;
  private @Nullable CorruptRecordException failure;
  private int dropped;

  /** Some features that are decoded together. */
  private static final class Stage {
    final StructField[] fields;
    final @Nullable ExampleDecoder decoder;
    final FeatureVector[] vectors;

    Stage(RecordType type, StructField[] fields) {
      this.fields = fields;
      decoder = fields.length == 0 ? null : new ExampleDecoder(type, specs(fields));
      vectors = new FeatureVector[fields.length];
      for (int i = 0; i < fields.length && decoder != null; i++) {
        vectors[i] = FeatureVectors.of(decoder.column(i), fields[i].dataType());
      }
    }

    private static List<FeatureSpec> specs(StructField[] fields) {
      return Stream.of(fields)
          .map(
              field -> {
                TypeMapping.FeatureType type = TypeMapping.of(field.dataType()).orElseThrow();
                return new FeatureSpec(field.name(), type.kind(), type.depth());
              })
          .toList();
    }

    void show(byte[] bytes) {
      for (FeatureVector vector : vectors) {
        vector.show(bytes);
      }
    }

    boolean fits(int from, int to) {
      for (FeatureVector vector : vectors) {
        if (!vector.fits(from, to)) {
          return false;
        }
      }
      return true;
    }

    /** Keeps the rows {@code kept}. */
    void retain(int[] kept, int count) {
      for (int i = 0; i < fields.length && decoder != null; i++) {
        decoder.column(i).retain(kept, count);
      }
    }
  }

  /**
   * A decoder of some features.
   *
   * @param tested features that the tests' ordinals mean
   * @param others further features
   */
  public RecordDecoder(
      TfRecordReadOptions options, StructType tested, List<RowFilter> tests, StructType others) {
    this.mode = options.mode();
    this.tests = tests;
    this.tested = new Stage(options.recordType(), tested.fields());
    this.others = new Stage(options.recordType(), others.fields());
    testedBatch = new ColumnarBatch(this.tested.vectors.clone());
  }

  /** The vector of a feature, the same one for all batches. */
  public ColumnVector vector(String name) {
    for (Stage stage : List.of(tested, others)) {
      for (int i = 0; i < stage.fields.length; i++) {
        if (stage.fields[i].name().equals(name)) {
          return stage.vectors[i];
        }
      }
    }
    throw new IllegalArgumentException("no feature " + name);
  }

  /**
   * Decodes records of a block.
   *
   * @param records which of the block; those that are kept are moved to the front
   * @return how many are kept, which are rows of the vectors now; with mode FAILFAST none from the
   *     first on that cannot be decoded
   */
  public int decode(RecordBlock block, int[] records, int count, String file) {
    problems = null;
    failure = null;
    dropped = 0;
    int rows = count;
    if (tested.decoder != null && rows > 0) {
      rows = stage(tested, block, records, rows, file);
      rows = test(block, records, rows);
    }
    if (others.decoder != null && rows > 0) {
      rows = stage(others, block, records, rows, file);
    }
    return rows;
  }

  /**
   * Says what is wrong with the record behind those of the last call, with mode FAILFAST; rows
   * before it come first, however many are decoded at once. Says it once: whoever goes on with
   * another file has no part in it.
   */
  public void failIfDamaged() throws CorruptRecordException {
    CorruptRecordException found = failure;
    failure = null;
    if (found != null) {
      throw found;
    }
  }

  /** What is wrong with a row that is kept all the same, with mode PERMISSIVE; mostly null. */
  public @Nullable String problem(int row) {
    return problems == null ? null : problems[row];
  }

  /** Records of the last call that were left out because they are damaged. */
  public int dropped() {
    return dropped;
  }

  private int stage(Stage stage, RecordBlock block, int[] records, int rows, String file) {
    ExampleDecoder decoder = stage.decoder;
    int bad = decoder == null ? 0 : decoder.decode(block, records, rows);
    stage.show(block.bytes());
    if (decoder == null || (bad == 0 && stage.fits(0, rows))) {
      return rows;
    }
    if (problems == null) {
      problems = new String[rows];
    }
    for (ExampleDecoder.Problem problem : decoder.problems()) {
      problems[problem.row()] = problem.message();
    }
    for (int row = 0; row < rows; row++) {
      if (problems[row] == null && !stage.fits(row, row + 1)) {
        problems[row] = misfit(stage, row);
      }
    }
    return settle(stage, block, records, rows, file);
  }

  private static String misfit(Stage stage, int row) {
    int i = 0;
    while (stage.vectors[i].fits(row, row + 1)) {
      i++;
    }
    StructField field = stage.fields[i];
    return "feature \"" + field.name() + "\" has a value that no " + type(field) + " holds";
  }

  private static String type(StructField field) {
    return TypeMapping.of(field.dataType()).orElseThrow().scalar().simpleString();
  }

  /** Does with the rows that have problems what the mode says. */
  private int settle(Stage stage, RecordBlock block, int[] records, int rows, String file) {
    if (mode == ParseMode.PERMISSIVE || problems == null) {
      return rows;
    }
    int[] good = kept(rows);
    int count = 0;
    int end = rows;
    for (int row = 0; row < end; row++) {
      String problem = problems[row];
      if (problem == null) {
        good[count++] = row;
      } else if (mode == ParseMode.FAILFAST) {
        failure =
            ExampleDecoder.failure(
                new ExampleDecoder.Problem(row, problem), block, records[row], file);
        end = row;
      }
    }
    dropped += end - count;
    return retain(stage, block, records, count);
  }

  private int test(RecordBlock block, int[] records, int rows) {
    if (tests.isEmpty()) {
      return rows;
    }
    testedBatch.setNumRows(rows);
    int[] passed = kept(rows);
    int count = 0;
    for (int row = 0; row < rows; row++) {
      boolean passes = true;
      for (int i = 0; i < tests.size() && passes; i++) {
        passes = tests.get(i).test(testedBatch.getRow(row));
      }
      passed[count] = row;
      count += passes ? 1 : 0;
    }
    return count == rows ? rows : retain(tested, block, records, count);
  }

  private int[] kept(int rows) {
    if (kept.length < rows) {
      kept = new int[rows];
    }
    return kept;
  }

  /** Keeps the rows in {@link #kept} of everything up to a stage. */
  private int retain(Stage stage, RecordBlock block, int[] records, int count) {
    tested.retain(kept, count);
    tested.show(block.bytes());
    if (stage == others) {
      others.retain(kept, count);
      others.show(block.bytes());
    }
    for (int i = 0; i < count; i++) {
      records[i] = records[kept[i]];
      if (problems != null) {
        problems[i] = problems[kept[i]];
      }
    }
    return count;
  }
}
