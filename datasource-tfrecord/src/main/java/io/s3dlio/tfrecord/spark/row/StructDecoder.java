package io.s3dlio.tfrecord.spark.row;

import io.s3dlio.tfrecord.example.ExampleDecoder;
import io.s3dlio.tfrecord.example.FeatureDepth;
import io.s3dlio.tfrecord.example.FeatureSpec;
import io.s3dlio.tfrecord.example.RecordType;
import io.s3dlio.tfrecord.spark.row.TypeMapping.FeatureType;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/** Makes rows out of single payloads. The rows are the caller's. Not thread-safe. */
public final class StructDecoder {

  private final StructField[] fields;
  private final FeatureType[] types;
  private final ExampleDecoder decoder;
  private final FeatureVector[] vectors;
  private final InternalRow view;
  private String problem = "";

  /**
   * A decoder into rows of that schema; a column of a type that records cannot hold is thrown as
   * {@link io.s3dlio.spark.SourceException}.
   */
  public StructDecoder(StructType schema, RecordType recordType) {
    fields = schema.fields();
    types = new FeatureType[fields.length];
    List<FeatureSpec> features = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      types[i] = ExampleEncoder.type(fields[i], recordType);
      features.add(new FeatureSpec(fields[i].name(), types[i].kind(), types[i].depth()));
    }
    decoder = new ExampleDecoder(recordType, features);
    vectors = new FeatureVector[fields.length];
    for (int i = 0; i < fields.length; i++) {
      vectors[i] = FeatureVectors.of(decoder.column(i), fields[i].dataType());
    }
    view = new ColumnarBatch(vectors.clone(), 1).getRow(0);
  }

  /** The payload as a row; null when it cannot be decoded, and then {@link #problem} has why. */
  public @Nullable InternalRow decode(byte[] payload) {
    if (decoder.decode(payload, 0, payload.length) > 0) {
      problem = decoder.problems().get(0).message();
      return null;
    }
    Object[] values = new Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      vectors[i].show(payload);
      if (!vectors[i].fits(0, 1)) {
        problem =
            "feature \""
                + fields[i].name()
                + "\" has a value that no "
                + fields[i].dataType().sql()
                + " holds";
        return null;
      }
      if (!vectors[i].isNullAt(0)) {
        values[i] = value(i);
      }
    }
    return new GenericInternalRow(values);
  }

  /** What was wrong with the last payload that could not be decoded. */
  public String problem() {
    return problem;
  }

  private Object value(int i) {
    if (types[i].depth() != FeatureDepth.SCALAR) {
      return view.getArray(i).copy();
    }
    return switch (types[i].value()) {
      case LONG -> view.getLong(i);
      case INT -> view.getInt(i);
      case SHORT -> view.getShort(i);
      case BYTE -> view.getByte(i);
      case BOOLEAN -> view.getBoolean(i);
      case FLOAT -> view.getFloat(i);
      case DOUBLE -> view.getDouble(i);
      case STRING -> view.getUTF8String(i).copy();
      case BINARY -> view.getBinary(i);
      case DECIMAL -> {
        DecimalType type = (DecimalType) types[i].scalar();
        yield view.getDecimal(i, type.precision(), type.scale());
      }
    };
  }
}
