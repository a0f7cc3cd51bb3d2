package io.s3dlio.tfrecord.index;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.tfrecord.MaskedCrc32c;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.TreeSet;

/**
 * Shows by the data file's own headers that an index is of this very file, whatever the clocks say.
 * No instance.
 */
public final class IndexProof {

  private static final int HEADER = 12;
  private static final int PROBES = 4;

  private IndexProof() {}

  /**
   * Reads the headers of the last record, of the first, and of some in between, 12 bytes each: all
   * must have the size of the index and a right CRC. A file that was written anew at the same
   * length, but with other records, passes by accident once in some billion times for each header.
   *
   * @param data stays open
   * @throws IndexRefusedException when a header is not where the index says
   */
  public static void prove(RecordIndex index, ObjectReader data, IndexPair pair)
      throws IOException {
    if (index.count() == 0) {
      return;
    }
    TreeSet<Long> records = new TreeSet<>();
    for (int i = 0; i <= PROBES; i++) {
      records.add((index.count() - 1) / PROBES * i);
    }
    records.add(index.count() - 1);
    for (long record : records.descendingSet()) {
      prove(index, record, data, pair);
    }
  }

  private static void prove(RecordIndex index, long record, ObjectReader data, IndexPair pair)
      throws IOException {
    long offset = index.offset(record);
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    try (ReadableByteChannel channel = data.get(ByteRange.of(offset, HEADER))) {
      while (header.hasRemaining() && channel.read(header) >= 0) {
        // All of it, or to the end of a file that is shorter by now.
      }
    }
    long length = header.getLong(0);
    boolean isHeader = header.getInt(8) == MaskedCrc32c.ofLength(length);
    if (!isHeader || length != index.size(record) - IndexBuilder.LEAST_SIZE) {
      throw pair.ofAnotherFile(
          "record "
              + record
              + " of "
              + index.size(record)
              + " bytes should begin at "
              + offset
              + ", but no header of such a record is there");
    }
  }
}
