package io.s3dlio.tfrecord;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/**
 * Reads a {@link RecordSplit}, and fails when its records do not end where it ends. See {@link
 * RecordBorders} for what that proves.
 */
public final class RecordSplits {

  private RecordSplits() {}

  /**
   * Records of one split.
   *
   * @param channel blocking, the file's bytes from {@code split.begin()} to {@code split.end()};
   *     the reader closes it
   * @return a reader that throws {@link SplitConflictException} as well, and whose records have no
   *     numbers, unless the split begins at 0
   */
  public static SplitReader open(
      ReadableByteChannel channel, RecordSplit split, RecordReadOptions options) {
    long number = split.begin() == 0 ? 0 : -1;
    RecordSource source = new RecordSource(split.file(), split.begin(), number, split.end());
    return new SplitReader(new RecordStream(channel, source, options), split);
  }

  /**
   * What a reader or a {@linkplain RecordWalk walk} of the bytes of a split, with the split's end
   * as theirs, has found: a {@link SplitConflictException} when a record reaches over the split's
   * end, or else the same with the other possible cause named.
   */
  public static IOException explained(RecordSplit split, CorruptRecordException e) {
    boolean overshoots =
        switch (e.reason()) {
          case TRUNCATED_HEADER, TRUNCATED_RECORD, IMPOSSIBLE_LENGTH -> true;
          default -> false;
        };
    if (overshoots && split.end() < split.fileLength()) {
      String what =
          String.format(
              "reading from byte %d, the record at byte %d does not end at byte %d, where the"
                  + " next split begins",
              split.begin(), e.offset(), split.end());
      return new SplitConflictException(split.file(), split.begin(), split.end(), what, e);
    }
    if (split.begin() == 0) {
      return e;
    }
    String message =
        e.getMessage()
            + " If that record is none, because payloads hold what looks like records, then"
            + " splitWithoutIndex=false reads the file.";
    return new CorruptRecordException(
        e.reason(), e.file(), e.recordNumber(), e.offset(), message, e);
  }
}
