package io.s3dlio.tfrecord.spark.function;

import io.s3dlio.tfrecord.example.RecordType;
import io.s3dlio.tfrecord.spark.row.RowEncoder;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * {@code to_tf_example}: structs as serialised Examples. Public because the code that Spark
 * generates calls it. Thread-safe; each task has its own.
 */
public final class ToTfExample implements Serializable {

  private static final long serialVersionUID = 1L;

  private record Details(StructType schema, RecordType type) implements Serializable {}

  private final Details details;
  private transient @Nullable RowEncoder encoder;

  ToTfExample(StructType schema, RecordType type) {
    details = new Details(schema, type);
    // Fails here, in the analysis, for a field that has no place in the records.
    encoder = RowEncoder.of(schema, type);
  }

  /** A call with options. */
  public byte[] encode(InternalRow row, MapData options) {
    return encode(row);
  }

  /** A call without options. */
  public synchronized byte[] encode(InternalRow row) {
    RowEncoder ready = encoder;
    if (ready == null) {
      ready = RowEncoder.of(details.schema, details.type);
      encoder = ready;
    }
    ready.encode(row);
    return Arrays.copyOfRange(ready.array(), ready.start(), ready.start() + ready.length());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ToTfExample that && that.details.equals(details);
  }

  @Override
  public int hashCode() {
    return details.hashCode();
  }

  @Override
  public String toString() {
    return TfRecordFunction.TO.label();
  }
}
