package io.s3dlio.tfrecord.spark.v1;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import scala.collection.AbstractIterator;

/** The rows of batches, in Spark's unsafe form. For one thread; a row is valid until the next. */
final class V1Rows extends AbstractIterator<InternalRow> {

  private final V1Batches batches;
  private final UnsafeProjection unsafe;
  private Iterator<InternalRow> rows = Collections.emptyIterator();

  V1Rows(V1Batches batches, UnsafeProjection unsafe) {
    this.batches = batches;
    this.unsafe = unsafe;
  }

  @Override
  public boolean hasNext() {
    while (!rows.hasNext() && batches.hasNext()) {
      rows = batches.next().rowIterator();
    }
    return rows.hasNext();
  }

  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return unsafe.apply(rows.next());
  }
}
