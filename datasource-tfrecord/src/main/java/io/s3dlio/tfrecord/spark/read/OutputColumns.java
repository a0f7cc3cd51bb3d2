package io.s3dlio.tfrecord.spark.read;

import io.s3dlio.spark.ConstantVector;
import io.s3dlio.spark.FileMetadataColumn;
import io.s3dlio.spark.LongVector;
import io.s3dlio.tfrecord.RecordBlock;
import io.s3dlio.tfrecord.spark.row.RecordDecoder;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The columns of a task's batches, in the order of its plan. For one thread. */
final class OutputColumns {

  private final ReadPlan plan;
  private final @Nullable RecordDecoder decoder;
  private final ColumnVector[] columns;
  private final LongVector index = new LongVector();
  private final LongVector offset = new LongVector();
  private final LongVector length = new LongVector();
  private final @Nullable PayloadVector payload;
  private final @Nullable CorruptVector corrupt;
  private final boolean showsRecords;
  private @Nullable RecordSlice slice;

  /**
   * Columns of a plan.
   *
   * @param decoder has the features; null when the records are no messages
   */
  OutputColumns(ReadPlan plan, @Nullable RecordDecoder decoder) {
    this.plan = plan;
    this.decoder = decoder;
    StructField[] fields = plan.output().fields();
    columns = new ColumnVector[fields.length];
    PayloadVector payloadColumn = null;
    CorruptVector corruptColumn = null;
    boolean records = false;
    for (int i = 0; i < fields.length; i++) {
      DataType type = fields[i].dataType();
      switch (plan.role(fields[i])) {
        case FEATURE -> columns[i] = feature(fields[i]);
        case PAYLOAD -> columns[i] = payloadColumn = new PayloadVector(type);
        case CORRUPT -> columns[i] = corruptColumn = new CorruptVector(type);
        case METADATA -> records |= RecordMetadata.hasRecordFields((StructType) type);
        case PARTITION -> columns[i] = new ConstantVector(type, null);
      }
    }
    payload = payloadColumn;
    corrupt = corruptColumn;
    showsRecords = records;
  }

  private ColumnVector feature(StructField field) {
    return decoder == null
        ? new ConstantVector(field.dataType(), null)
        : decoder.vector(field.name());
  }

  /** Puts in what is the same for all rows of a slice. */
  void begin(RecordSlice next) {
    slice = next;
    StructField[] fields = plan.output().fields();
    for (int i = 0; i < fields.length; i++) {
      DataType type = fields[i].dataType();
      switch (plan.role(fields[i])) {
        case PARTITION -> columns[i] = partition(fields[i], next);
        case METADATA -> columns[i] = metadata((StructType) type, index, offset, length);
        default -> {}
      }
    }
  }

  private ColumnVector partition(StructField field, RecordSlice of) {
    int ordinal = plan.partitions().fieldIndex(field.name());
    return new ConstantVector(
        field.dataType(), of.source().partition().get(ordinal, field.dataType()));
  }

  private ColumnVector metadata(
      StructType type, ColumnVector indices, ColumnVector offsets, ColumnVector lengths) {
    return FileMetadataColumn.vector(
        type,
        RecordMetadata.shown(slice()),
        field ->
            switch (field.name()) {
              case RecordMetadata.INDEX -> indices;
              case RecordMetadata.OFFSET -> offsets;
              default -> lengths;
            });
  }

  /**
   * A batch of what the decoder holds.
   *
   * @param records where its rows are in the block
   */
  ColumnarBatch batch(RecordBlock block, int[] records, int rows) {
    if (showsRecords) {
      long[] indices = index.values(rows);
      long[] offsets = offset.values(rows);
      long[] lengths = length.values(rows);
      for (int row = 0; row < rows; row++) {
        indices[row] = block.number(records[row]);
        offsets[row] = block.offset(records[row]);
        lengths[row] = block.length(records[row]);
      }
    }
    if (payload != null) {
      payload.show(block, records, rows);
    }
    if (corrupt != null) {
      corrupt.begin(rows);
      for (int row = 0; row < rows && decoder != null; row++) {
        String problem = decoder.problem(row);
        if (problem != null) {
          corrupt.set(row, damage(problem, block, records[row]));
        }
      }
    }
    ColumnarBatch batch = new ColumnarBatch(columns);
    batch.setNumRows(rows);
    return batch;
  }

  private boolean corruptIsText() {
    return corrupt != null && corrupt.dataType() instanceof StringType;
  }

  /** What the corrupt record's column shows of a record. */
  Object damage(String problem, RecordBlock block, int record) {
    if (corruptIsText()) {
      return UTF8String.fromString(problem);
    }
    byte[] bytes = new byte[block.length(record)];
    System.arraycopy(block.bytes(), block.start(record), bytes, 0, bytes.length);
    return bytes;
  }

  /** What it shows when there is no record to show. */
  Object damage(String problem) {
    return corruptIsText() ? UTF8String.fromString(problem) : new byte[0];
  }

  /** A batch of one row, which stands for a damaged record. */
  ColumnarBatch damagedRow(Object damage, long number, long at, long size) {
    StructField[] fields = plan.output().fields();
    ColumnVector[] row = new ColumnVector[fields.length];
    DataType bigint = index.dataType();
    for (int i = 0; i < fields.length; i++) {
      DataType type = fields[i].dataType();
      row[i] =
          switch (plan.role(fields[i])) {
            case FEATURE, PAYLOAD -> new ConstantVector(type, null);
            case CORRUPT -> new ConstantVector(type, damage);
            case PARTITION -> columns[i];
            case METADATA ->
                metadata(
                    (StructType) type,
                    new ConstantVector(bigint, number),
                    new ConstantVector(bigint, at),
                    new ConstantVector(bigint, size));
          };
    }
    ColumnarBatch batch = new ColumnarBatch(row);
    batch.setNumRows(1);
    return batch;
  }

  /** The slice that rows are of. */
  RecordSlice slice() {
    if (slice == null) {
      throw new IllegalStateException("no slice was begun");
    }
    return slice;
  }
}
