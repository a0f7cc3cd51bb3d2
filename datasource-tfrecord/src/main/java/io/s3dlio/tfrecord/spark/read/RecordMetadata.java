package io.s3dlio.tfrecord.spark.read;

import io.s3dlio.spark.FileMetadataColumn;
import io.s3dlio.spark.FileSlice;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The hidden column {@code _metadata}: Spark's fields of a file, and three of a record. */
public final class RecordMetadata {

  /** Zero-based number of the record in its file. */
  public static final String INDEX = "record_index";

  /** Where the record begins (its length field), in bytes of the uncompressed file. */
  public static final String OFFSET = "record_offset";

  /** Bytes of the record's payload. */
  static final String LENGTH = "record_length";

  /** All fields. */
  public static final FileMetadataColumn COLUMN =
      FileMetadataColumn.with(
          List.of(
              new StructType()
                  .add(INDEX, DataTypes.LongType, false)
                  .add(OFFSET, DataTypes.LongType, false)
                  .add(LENGTH, DataTypes.LongType, false)
                  .fields()));

  private RecordMetadata() {}

  /** Whether a pruned form has fields that differ from record to record. */
  static boolean hasRecordFields(StructType type) {
    for (StructField field : type.fields()) {
      if (!FileMetadataColumn.isOfFile(field.name())) {
        return true;
      }
    }
    return false;
  }

  /** A slice as the column shows it: from its first byte to its last. */
  static FileSlice shown(RecordSlice slice) {
    return new FileSlice(slice.source(), slice.runs().get(0).start(), slice.span());
  }
}
