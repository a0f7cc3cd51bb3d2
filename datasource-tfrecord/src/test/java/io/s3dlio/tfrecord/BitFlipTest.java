package io.s3dlio.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.tfrecord.TrickyFiles.Built;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Of 10,000 records, each single bit that is flipped is found, and found in its record. */
final class BitFlipTest {

  private static final int RECORDS = 10_000;
  private static final int HEADER_BITS = 12 * 8;

  private final Built built =
      TrickyFiles.build(Frames.payloads(new SplittableRandom(8), RECORDS, 7));
  private final byte[] file = built.bytes();

  private void flip(long bit) {
    file[(int) (bit >>> 3)] ^= (byte) (1 << (bit & 7));
  }

  private long size(int record) {
    long next = record + 1 == RECORDS ? file.length : built.offsets()[record + 1];
    return next - built.offsets()[record];
  }

  /** A reader that has come to the record; what it does then depends on nothing before it. */
  private RecordReader readerAt(int record, RecordReadOptions options) {
    long offset = built.offsets()[record];
    ByteBuffer rest = ByteBuffer.wrap(file).position((int) offset);
    return RecordReaders.open(
        Frames.channel(rest), new RecordSource(Frames.FILE, offset, record, file.length), options);
  }

  @Test
  void everyBitOfEveryHeader() throws IOException {
    RecordReadOptions options = RecordReadOptions.DEFAULT.withBufferBytes(64);
    RecordBlock block = new RecordBlock();
    for (int record = 0; record < RECORDS; record++) {
      for (int bit = 0; bit < HEADER_BITS; bit++) {
        long flipped = built.offsets()[record] * 8 + bit;
        flip(flipped);
        CorruptRecordException found = failure(readerAt(record, options), block);
        flip(flipped);
        if (found.recordNumber() != record || found.offset() != built.offsets()[record]) {
          throw new AssertionError("bit " + bit + " of record " + record, found);
        }
      }
    }
  }

  private static CorruptRecordException failure(RecordReader reader, RecordBlock block)
      throws IOException {
    try {
      reader.read(block, 1);
    } catch (CorruptRecordException e) {
      return e;
    }
    throw new AssertionError("nothing was found");
  }

  /**
   * Payloads and their CRCs: with lengths as they are, records are judged one by one, so that one
   * reading judges a bit of each.
   */
  @Test
  void everyBitOfEveryPayloadAndOfItsCrc() throws IOException {
    RecordReadOptions options = RecordReadOptions.DEFAULT.with(BadPayload.MARK);
    int flips = 0;
    for (int bit = HEADER_BITS; bit < (12 + 7 + 4) * 8; bit++) {
      flips += flipInEach(bit);
      int damaged = damaged(readerAt(0, options), bit);
      assertThat(damaged).isEqualTo(flipInEach(bit));
    }
    long payloads = file.length - RECORDS * 16L;
    assertThat(flips).isEqualTo((int) (payloads + RECORDS * 4) * 8);
  }

  /** Flips that bit of each record that has it, and tells how many have. */
  private int flipInEach(int bit) {
    int count = 0;
    for (int record = 0; record < RECORDS; record++) {
      if (bit < size(record) * 8) {
        flip(built.offsets()[record] * 8 + bit);
        count++;
      }
    }
    return count;
  }

  private int damaged(RecordReader reader, int bit) throws IOException {
    RecordBlock block = new RecordBlock();
    int damaged = 0;
    while (reader.read(block, 1000)) {
      for (int i = 0; i < block.count(); i++) {
        boolean expected = bit < size((int) block.number(i)) * 8;
        assertThat(block.isDamaged(i)).isEqualTo(expected);
        damaged += expected ? 1 : 0;
      }
    }
    return damaged;
  }

  /** The whole file, from its first byte, as users read it: some bits anywhere. */
  @Test
  void theRecordsBeforeAreDeliveredAndThenTheErrorComes() {
    SplittableRandom random = new SplittableRandom(9);
    List<byte[]> before = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      long bit = random.nextLong(file.length * 8L);
      int at = Arrays.binarySearch(built.offsets(), bit >>> 3);
      int record = at < 0 ? -at - 2 : at;
      flip(bit);
      before.clear();
      RecordReader reader = readerAt(0, RecordReadOptions.DEFAULT);
      assertThatThrownBy(() -> Frames.readInto(reader, before, 700))
          .isInstanceOfSatisfying(
              CorruptRecordException.class, e -> assertThat(e.recordNumber()).isEqualTo(record));
      assertThat(before).hasSize(record);
      flip(bit);
    }
  }
}
