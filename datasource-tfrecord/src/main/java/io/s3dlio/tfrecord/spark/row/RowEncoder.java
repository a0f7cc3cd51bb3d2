package io.s3dlio.tfrecord.spark.row;

import io.s3dlio.tfrecord.example.RecordType;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Makes the payload of a record out of a row. Not thread-safe. */
public interface RowEncoder {

  /**
   * The encoder of rows of a schema.
   *
   * @throws io.s3dlio.spark.SourceException for a column that the records have no place for
   */
  static RowEncoder of(StructType schema, RecordType type) {
    return type == RecordType.BYTE_ARRAY
        ? new ByteArrayEncoder(schema)
        : new ExampleEncoder(schema, type);
  }

  /** Encodes a row. The payload is valid until the next one is encoded. */
  void encode(InternalRow row);

  /** Holds the payload. */
  byte[] array();

  /** Where the payload begins. */
  int start();

  /** Bytes of the payload. */
  int length();
}
