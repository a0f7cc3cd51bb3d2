package io.s3dlio.tfrecord.spark.row;

import io.s3dlio.tfrecord.example.ExampleWriter;
import io.s3dlio.tfrecord.example.FeatureDepth;
import io.s3dlio.tfrecord.example.FeatureSpec;
import io.s3dlio.tfrecord.example.RecordType;
import io.s3dlio.tfrecord.spark.option.WriteErrors;
import io.s3dlio.tfrecord.spark.row.TypeMapping.FeatureType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Rows as {@code Example} or {@code SequenceExample}: fields go straight from the row into the
 * payload, in the order of the wire. Not thread-safe.
 */
final class ExampleEncoder implements RowEncoder {

  /** A column, in the place that its feature has on the wire. */
  private record Column(int ordinal, FeatureSpec feature, FeatureType type) {}

  private final Column[] columns;
  private final ExampleWriter writer;
  private final ListEncoder lists;

  ExampleEncoder(StructType schema, RecordType recordType) {
    List<Column> found = new ArrayList<>();
    StructField[] fields = schema.fields();
    for (int i = 0; i < fields.length; i++) {
      found.add(column(i, fields[i], recordType));
    }
    found.sort(Comparator.comparing(Column::feature, FeatureSpec.WIRE_ORDER));
    columns = found.toArray(Column[]::new);
    writer = new ExampleWriter(recordType, found.stream().map(Column::feature).toList());
    lists = new ListEncoder(writer);
  }

  private static Column column(int ordinal, StructField field, RecordType recordType) {
    FeatureType type = type(field, recordType);
    return new Column(ordinal, new FeatureSpec(field.name(), type.kind(), type.depth()), type);
  }

  /**
   * How a field is stored in records of a type.
   *
   * @throws io.s3dlio.spark.SourceException when they have no place for it
   */
  static FeatureType type(StructField field, RecordType recordType) {
    FeatureType type =
        TypeMapping.of(field.dataType())
            .orElseThrow(
                () ->
                    WriteErrors.UNSUPPORTED_TYPE.exception(
                        "column", field.name(), "type", field.dataType().sql()));
    if (type.depth() == FeatureDepth.LIST_OF_LISTS && recordType == RecordType.EXAMPLE) {
      throw WriteErrors.NESTED_ARRAY.exception(
          "column", field.name(), "type", field.dataType().sql());
    }
    return type;
  }

  @Override
  public void encode(InternalRow row) {
    writer.begin();
    for (int i = 0; i < columns.length; i++) {
      Column column = columns[i];
      if (!row.isNullAt(column.ordinal)) {
        encode(row, column, i);
      }
    }
    writer.finish();
  }

  private void encode(InternalRow row, Column column, int i) {
    int ordinal = column.ordinal;
    FeatureType type = column.type;
    if (type.depth() != FeatureDepth.SCALAR) {
      lists.encode(i, row.getArray(ordinal), type, column.feature.name());
      return;
    }
    switch (type.value()) {
      case LONG -> writer.int64(i, row.getLong(ordinal));
      case INT -> writer.int64(i, row.getInt(ordinal));
      case SHORT -> writer.int64(i, row.getShort(ordinal));
      case BYTE -> writer.int64(i, row.getByte(ordinal));
      case BOOLEAN -> writer.int64(i, row.getBoolean(ordinal) ? 1 : 0);
      case FLOAT -> writer.float32(i, row.getFloat(ordinal));
      case DOUBLE -> writer.float32(i, (float) row.getDouble(ordinal));
      case STRING, BINARY, DECIMAL -> lists.encodeBytes(i, row, ordinal, type);
    }
  }

  @Override
  public byte[] array() {
    return writer.array();
  }

  @Override
  public int start() {
    return writer.start();
  }

  @Override
  public int length() {
    return writer.length();
  }
}
