package io.s3dlio.tfrecord.spark.function;

import io.s3dlio.tfrecord.example.RecordType;
import io.s3dlio.tfrecord.spark.option.ParseMode;
import io.s3dlio.tfrecord.spark.row.StructDecoder;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * {@code from_tf_example}: serialised Examples as structs. Public because the code that Spark
 * generates calls it. Thread-safe; each task has its own.
 */
public final class FromTfExample implements Serializable {

  private static final long serialVersionUID = 1L;

  private record Details(StructType schema, RecordType type, ParseMode mode)
      implements Serializable {}

  private final Details details;
  private transient @Nullable StructDecoder decoder;

  FromTfExample(StructType schema, RecordType type, ParseMode mode) {
    details = new Details(nullable(schema), type, mode);
    // Fails here, in the analysis, for a field that no feature can be.
    decoder = new StructDecoder(details.schema, type);
  }

  /** Any feature may be absent. */
  private static StructType nullable(StructType schema) {
    StructField[] fields = schema.fields().clone();
    for (int i = 0; i < fields.length; i++) {
      StructField field = fields[i];
      fields[i] = new StructField(field.name(), field.dataType(), true, field.metadata());
    }
    return new StructType(fields);
  }

  /** The type of the result. */
  StructType schema() {
    return details.schema;
  }

  /** A call without options. */
  public @Nullable InternalRow decode(byte[] payload, UTF8String schema) {
    return decode(payload);
  }

  /** A call with options. */
  public @Nullable InternalRow decode(byte[] payload, UTF8String schema, MapData options) {
    return decode(payload);
  }

  private synchronized @Nullable InternalRow decode(byte[] payload) {
    StructDecoder ready = decoder;
    if (ready == null) {
      ready = new StructDecoder(details.schema, details.type);
      decoder = ready;
    }
    InternalRow row = ready.decode(payload);
    if (row == null && details.mode == ParseMode.FAILFAST) {
      throw FunctionErrors.UNDECODABLE.exception(
          "recordType", details.type.text(), "reason", ready.problem());
    }
    return row;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FromTfExample that && that.details.equals(details);
  }

  @Override
  public int hashCode() {
    return details.hashCode();
  }

  @Override
  public String toString() {
    return TfRecordFunction.FROM.label();
  }
}
