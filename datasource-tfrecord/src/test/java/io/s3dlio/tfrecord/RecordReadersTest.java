package io.s3dlio.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3dlio.store.UnsupportedFormatException;
import io.s3dlio.tfrecord.CorruptRecordException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordReadersTest {

  private final SplittableRandom random = new SplittableRandom(5);

  @ParameterizedTest
  @EnumSource
  void recordsOfAllSizesComeBack(VerifyCrc verify) throws IOException {
    List<byte[]> payloads = Frames.payloads(random, 3000, 2000);
    byte[] file = Frames.file(payloads);
    assertThat(Frames.same(Frames.readAll(Frames.reader(file, verify)), payloads)).isTrue();
  }

  @Test
  void theWriterWritesTheFormat() throws IOException {
    List<byte[]> payloads = Frames.payloads(random, 500, 3000);
    payloads.add(new byte[200_000]);
    payloads.addAll(Frames.payloads(random, 50, 100));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RecordWriter writer = new RecordWriter(out)) {
      long position = 0;
      for (byte[] payload : payloads) {
        assertThat(writer.position()).isEqualTo(position);
        byte[] around = Frames.join(new byte[3], payload, new byte[5]);
        writer.write(around, 3, payload.length);
        position += payload.length + 16;
      }
      assertThat(writer.count()).isEqualTo(payloads.size());
    }
    assertThat(out.toByteArray()).isEqualTo(Frames.file(payloads));
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 17, 31, 64, 1000, 1 << 20})
  void aBufferOfAnySizeServes(int bufferBytes) throws IOException {
    List<byte[]> payloads = Frames.payloads(random, 300, 300);
    byte[] file = Frames.file(payloads);
    RecordReadOptions options = RecordReadOptions.DEFAULT.withBufferBytes(bufferBytes);
    for (int step : new int[] {1, 7, 1 << 20}) {
      for (RecordSource source :
          List.of(
              RecordSource.whole(Frames.FILE, file.length),
              RecordSource.ofUnknownLength(Frames.FILE))) {
        RecordReader reader = RecordReaders.open(Frames.trickle(file, step), source, options);
        assertThat(Frames.same(Frames.readAll(reader), payloads)).isTrue();
      }
    }
  }

  @Test
  void anEmptyFileHasNoRecords() throws IOException {
    assertThat(Frames.readAll(Frames.reader(new byte[0], VerifyCrc.FULL))).isEmpty();
    assertThat(Frames.readAll(Frames.reader(Frames.frame(new byte[0]), VerifyCrc.FULL))).hasSize(1);
  }

  @Test
  void numbersAndOffsetsAreThoseOfTheFile() throws IOException {
    byte[] file = Frames.file(List.of(new byte[10], new byte[20], new byte[0]));
    RecordSource source = new RecordSource(Frames.FILE, 1000, 7, 1000 + file.length);
    try (RecordReader reader =
        RecordReaders.open(Frames.channel(file), source, RecordReadOptions.DEFAULT)) {
      RecordBlock block = new RecordBlock();
      assertThat(reader.read(block, 2)).isTrue();
      assertThat(block.count()).isEqualTo(2);
      assertThat(block.offset(0)).isEqualTo(1000);
      assertThat(block.offset(1)).isEqualTo(1026);
      assertThat(block.number(1)).isEqualTo(8);
      assertThat(reader.read(block, 2)).isTrue();
      assertThat(block.offset(0)).isEqualTo(1062);
      assertThat(block.number(0)).isEqualTo(9);
      assertThat(reader.read(block, 2)).isFalse();
      assertThat(block.count()).isZero();
    }
  }

  /** The end of an error's message is for the user; these parts are promised. */
  @Test
  void anErrorNamesFileRecordAndOffsetAndComesAgain() throws IOException {
    byte[] file = Frames.file(List.of(new byte[10], new byte[20], new byte[30]));
    file[26 + 12 + 3] ^= 1;
    RecordReader reader = Frames.reader(file, VerifyCrc.FULL);
    List<byte[]> before = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> Frames.readInto(reader, before, 1000))
          .isInstanceOfSatisfying(
              CorruptRecordException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(Reason.BAD_DATA_CRC);
                assertThat(e.file()).isEqualTo(Frames.FILE);
                assertThat(e.recordNumber()).isEqualTo(1);
                assertThat(e.offset()).isEqualTo(26);
              })
          .hasMessageContaining(Frames.FILE + ": record 1 at byte 26")
          .hasMessageContaining("verifyCrc=length");
    }
    assertThat(before).hasSize(1);
  }

  @Test
  void aBadPayloadIsBelievedWhenOnlyLengthsAreVerified() throws IOException {
    byte[] file = Frames.file(List.of(new byte[10], new byte[20]));
    file[13] ^= 1;
    assertThat(Frames.readAll(Frames.reader(file, VerifyCrc.LENGTH))).hasSize(2);
    file[9] ^= 1;
    assertThat(reason(file, VerifyCrc.LENGTH)).isEqualTo(Reason.BAD_LENGTH_CRC);
    assertThat(Frames.readAll(Frames.reader(file, VerifyCrc.OFF))).hasSize(2);
  }

  @Test
  void aReaderThatGoesOnMarksWhatIsDamaged() throws IOException {
    byte[] file = Frames.file(List.of(new byte[10], new byte[20], new byte[30]));
    file[26 + 12] ^= 1;
    RecordReader reader =
        RecordReaders.open(
            Frames.channel(file),
            RecordSource.whole(Frames.FILE, file.length),
            RecordReadOptions.DEFAULT.with(BadPayload.MARK));
    RecordBlock block = new RecordBlock();
    assertThat(reader.read(block, 10)).isTrue();
    assertThat(block.count()).isEqualTo(3);
    assertThat(new boolean[] {block.isDamaged(0), block.isDamaged(1), block.isDamaged(2)})
        .containsExactly(false, true, false);
  }

  /** A length is never made up for: what follows a bad one is not looked for. */
  @Test
  void aBadLengthEndsTheFileForWhoGoesOnAsWell() {
    byte[] file = Frames.file(List.of(new byte[10], new byte[20], new byte[30]));
    file[26] ^= 1;
    RecordReader reader =
        RecordReaders.open(
            Frames.channel(file),
            RecordSource.whole(Frames.FILE, file.length),
            RecordReadOptions.DEFAULT.with(BadPayload.MARK));
    List<byte[]> before = new ArrayList<>();
    assertThatThrownBy(() -> Frames.readInto(reader, before, 10))
        .hasMessageContaining("record 1 at byte 26");
    assertThat(before).hasSize(1);
  }

  @Test
  void aLengthThatCannotBeCostsNothing() {
    for (long length : new long[] {1L << 40, Long.MAX_VALUE, -1, Long.MIN_VALUE, 1 << 30}) {
      byte[] file = Frames.join(Frames.frame(new byte[5]), Frames.header(length), new byte[100]);
      long before = allocated();
      for (RecordSource source :
          List.of(
              RecordSource.whole(Frames.FILE, file.length),
              RecordSource.ofUnknownLength(Frames.FILE))) {
        RecordReader reader =
            RecordReaders.open(Frames.channel(file), source, RecordReadOptions.DEFAULT);
        assertThatThrownBy(() -> Frames.readAll(reader))
            .isInstanceOfAny(CorruptRecordException.class, UnsupportedFormatException.class)
            .hasMessageContaining("at byte 21");
      }
      assertThat(allocated() - before).as("bytes for %s", length).isLessThan(8 << 20);
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  void anUncheckedLengthIsHeldAgainstTheFile() {
    byte[] file = Frames.file(List.of(new byte[10], new byte[20]));
    file[26 + 2] = 1;
    assertThat(reason(file, VerifyCrc.OFF)).isEqualTo(Reason.IMPOSSIBLE_LENGTH);
  }

  /** A channel that ends early, where the file was longer a moment ago. */
  @Test
  void aFileThatEndsBeforeItsLengthIsAnError() {
    byte[] file = Frames.file(List.of(new byte[10], new byte[20]));
    RecordReader reader =
        RecordReaders.open(
            Frames.channel(file),
            RecordSource.whole(Frames.FILE, file.length + 30),
            RecordReadOptions.DEFAULT);
    assertThatThrownBy(() -> Frames.readAll(reader))
        .isInstanceOf(CorruptRecordException.class)
        .hasMessageContaining("record 2 at byte 62");
  }

  @Test
  void aChecksumWithoutItsMaskIsNamed() throws IOException {
    byte[] payload = {1, 2, 3};
    byte[] file = Frames.frame(payload);
    CRC32C crc = new CRC32C();
    crc.update(payload);
    byte[] sum = Arrays.copyOf(Frames.longBytes(crc.getValue()), 4);
    System.arraycopy(sum, 0, file, file.length - 4, 4);
    assertThatThrownBy(() -> Frames.readAll(Frames.reader(file, VerifyCrc.FULL)))
        .hasMessageContaining("CRC-32C without its mask");
  }

  private static Reason reason(byte[] file, VerifyCrc verify) {
    return catchThrowableOfType(
            CorruptRecordException.class, () -> Frames.readAll(Frames.reader(file, verify)))
        .reason();
  }
}
