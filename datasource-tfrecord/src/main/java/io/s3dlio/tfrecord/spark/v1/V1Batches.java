package io.s3dlio.tfrecord.spark.v1;

import io.s3dlio.spark.Unchecked;
import io.s3dlio.tfrecord.spark.read.SliceBatches;
import java.io.IOException;
import java.util.NoSuchElementException;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.collection.AbstractIterator;

/** Batches as an iterator of Scala's. For one thread; a batch is valid until the next one. */
final class V1Batches extends AbstractIterator<ColumnarBatch> {

  private final SliceBatches slices;
  private boolean isReady;
  private boolean isDone;

  V1Batches(SliceBatches slices) {
    this.slices = slices;
  }

  @Override
  public boolean hasNext() {
    if (!isReady && !isDone) {
      try {
        isReady = slices.next();
        isDone = !isReady;
        if (isDone) {
          slices.close();
        }
      } catch (IOException e) {
        throw Unchecked.as(e);
      }
    }
    return isReady;
  }

  @Override
  public ColumnarBatch next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    isReady = false;
    return slices.batch();
  }
}
