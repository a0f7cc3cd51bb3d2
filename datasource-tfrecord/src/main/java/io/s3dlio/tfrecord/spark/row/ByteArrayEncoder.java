package io.s3dlio.tfrecord.spark.row;

import io.s3dlio.tfrecord.example.FeatureDepth;
import io.s3dlio.tfrecord.spark.option.WriteErrors;
import io.s3dlio.tfrecord.spark.row.TypeMapping.FeatureType;
import io.s3dlio.tfrecord.spark.row.TypeMapping.Value;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Records that are the bytes of one column. Not thread-safe. */
final class ByteArrayEncoder implements RowEncoder {

  private final StructField field;
  private final FeatureType type;
  private final ByteSlices slices = new ByteSlices();

  ByteArrayEncoder(StructType schema) {
    StructField[] fields = schema.fields();
    FeatureType only =
        fields.length == 1 ? TypeMapping.of(fields[0].dataType()).orElse(null) : null;
    if (only == null
        || only.depth() != FeatureDepth.SCALAR
        || (only.value() != Value.BINARY && only.value() != Value.STRING)) {
      throw WriteErrors.BYTE_ARRAY_SCHEMA.exception("schema", schema.simpleString());
    }
    field = fields[0];
    type = only;
  }

  @Override
  public void encode(InternalRow row) {
    if (row.isNullAt(0)) {
      throw WriteErrors.NULL_RECORD.exception("column", field.name());
    }
    slices.clear();
    slices.add(row, 0, type.value(), type.scalar());
  }

  @Override
  public byte[] array() {
    return slices.array();
  }

  @Override
  public int start() {
    return slices.starts()[0];
  }

  @Override
  public int length() {
    return slices.lengths()[0];
  }
}
