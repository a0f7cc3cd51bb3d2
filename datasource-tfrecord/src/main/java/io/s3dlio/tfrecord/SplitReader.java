package io.s3dlio.tfrecord;

import java.io.IOException;

/**
 * Reads a {@link RecordSplit}. Who stops before its end must {@link #land}: until then the next
 * split's records are not proved. For one thread.
 */
public final class SplitReader implements RecordReader {

  private final RecordStream records;
  private final RecordSplit split;

  SplitReader(RecordStream records, RecordSplit split) {
    this.records = records;
    this.split = split;
  }

  /**
   * The same as of every reader.
   *
   * @throws SplitConflictException when a record reaches over the split's end
   */
  @Override
  public boolean read(RecordBlock block, int most) throws IOException {
    try {
      return records.read(block, most);
    } catch (CorruptRecordException e) {
      throw RecordSplits.explained(split, e);
    }
  }

  /**
   * Goes to the split's end over the records that nobody wants, whose payloads are not verified.
   *
   * @throws SplitConflictException when the last of them ends elsewhere
   */
  public void land() throws IOException {
    records.believePayloads();
    RecordBlock unwanted = new RecordBlock();
    boolean more = true;
    while (more) {
      more = read(unwanted, Integer.MAX_VALUE);
    }
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
