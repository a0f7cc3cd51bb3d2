package io.s3dlio.tfrecord.spark.read;

import io.s3dlio.spark.SourceVector;
import io.s3dlio.tfrecord.RecordBlock;
import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Whole payloads: the column of records that are bytes of the user's own. */
final class PayloadVector extends SourceVector {

  private byte[] bytes = new byte[0];
  private int[] starts = new int[0];
  private int[] lengths = new int[0];

  PayloadVector(DataType type) {
    super(type);
  }

  /** Shows some records of a block. */
  void show(RecordBlock block, int[] records, int rows) {
    bytes = block.bytes();
    if (starts.length < rows) {
      starts = new int[rows];
      lengths = new int[rows];
    }
    for (int row = 0; row < rows; row++) {
      starts[row] = block.start(records[row]);
      lengths[row] = block.length(records[row]);
    }
  }

  @Override
  public int numNulls() {
    return 0;
  }

  @Override
  public boolean isNullAt(int row) {
    return false;
  }

  @Override
  public UTF8String getUTF8String(int row) {
    return UTF8String.fromAddress(
        bytes, Platform.BYTE_ARRAY_OFFSET + (long) starts[row], lengths[row]);
  }

  @Override
  public byte[] getBinary(int row) {
    return Arrays.copyOfRange(bytes, starts[row], starts[row] + lengths[row]);
  }
}
