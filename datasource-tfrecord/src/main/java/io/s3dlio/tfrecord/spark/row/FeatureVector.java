package io.s3dlio.tfrecord.spark.row;

import io.s3dlio.spark.SourceVector;
import io.s3dlio.tfrecord.example.FeatureColumn;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * A feature's values as Spark's rows ask for them, straight from the decoder's arrays. Made once
 * for a task and shown the decoder's arrays anew with each batch.
 */
abstract class FeatureVector extends SourceVector {

  /** The column, when this vector's indices are its rows; null for values inside lists. */
  final @Nullable FeatureColumn rows;

  FeatureVector(DataType type, @Nullable FeatureColumn rows) {
    super(type);
    this.rows = rows;
  }

  /**
   * Looks at what the decoder has made of the next batch.
   *
   * @param bytes what slices are slices of
   */
  abstract void show(byte[] bytes);

  /**
   * Whether the values at some indices are values of the type; one that is not is shown as null.
   *
   * @param to the index after the last one
   */
  boolean fits(int from, int to) {
    return true;
  }

  @Override
  public boolean hasNull() {
    return rows != null && rows.hasNulls();
  }

  @Override
  public int numNulls() {
    int nulls = 0;
    for (int i = 0; rows != null && i < rows.rows(); i++) {
      nulls += rows.isNull(i) ? 1 : 0;
    }
    return nulls;
  }

  @Override
  public boolean isNullAt(int row) {
    return rows != null && rows.isNull(row);
  }
}
