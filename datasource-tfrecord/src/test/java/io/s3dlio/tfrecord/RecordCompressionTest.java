package io.s3dlio.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.tfrecord.CorruptRecordException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RecordCompressionTest {

  private final SplittableRandom random = new SplittableRandom(11);

  private List<byte[]> payloads() {
    List<byte[]> payloads = Frames.payloads(random, 2000, 300);
    payloads.add(new byte[300_000]);
    return payloads;
  }

  static byte[] compressed(RecordCompression compression, byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream stream = compression.compress(out)) {
      stream.write(bytes);
    }
    return out.toByteArray();
  }

  private static RecordReader detecting(byte[] stored) throws IOException {
    return RecordReaders.openDetecting(
        Frames.trickle(stored, 1000),
        RecordSource.whole(Frames.FILE, stored.length),
        RecordReadOptions.DEFAULT);
  }

  @ParameterizedTest
  @EnumSource
  void isRecognisedByItsContentAndComesBack(RecordCompression compression) throws IOException {
    List<byte[]> payloads = payloads();
    byte[] stored = compressed(compression, Frames.file(payloads));
    assertThat(RecordCompression.of(stored, Math.min(512, stored.length))).isEqualTo(compression);
    assertThat(Frames.same(Frames.readAll(detecting(stored)), payloads)).isTrue();
  }

  /** Tools write one part after another, and append. */
  @ParameterizedTest
  @EnumSource
  void severalMembersAreOneFile(RecordCompression compression) throws IOException {
    List<byte[]> payloads = payloads();
    byte[] file = Frames.file(payloads);
    byte[] stored =
        Frames.join(
            compressed(compression, Arrays.copyOf(file, 1000)),
            compressed(compression, Arrays.copyOfRange(file, 1000, 1001)),
            compressed(compression, Arrays.copyOfRange(file, 1001, file.length)));
    assertThat(Frames.same(Frames.readAll(detecting(stored)), payloads)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void nothingCompressedIsNoRecords(RecordCompression compression) throws IOException {
    byte[] stored = compressed(compression, new byte[0]);
    assertThat(Frames.readAll(detecting(stored))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsCutOffGivesTheRecordsBeforeAndThenAnError(RecordCompression compression)
      throws IOException {
    List<byte[]> payloads = payloads();
    byte[] stored = compressed(compression, Frames.file(payloads));
    byte[] cut = Arrays.copyOf(stored, stored.length / 2);
    List<byte[]> before = new ArrayList<>();
    assertThatThrownBy(() -> Frames.readInto(detecting(cut), before, 1000))
        .isInstanceOf(CorruptRecordException.class)
        .hasMessageContaining(Frames.FILE + ": record ");
    assertThat(Frames.same(before, payloads.subList(0, before.size()))).isTrue();
    assertThat(before.size()).isLessThan(payloads.size());
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void everyTruncationIsNoticed(RecordCompression compression) throws IOException {
    byte[] file = Frames.file(Frames.payloads(random, 5, 40));
    byte[] stored = compressed(compression, file);
    for (int length = 1; length < stored.length; length++) {
      byte[] cut = Arrays.copyOf(stored, length);
      RecordReader reader =
          RecordReaders.open(
              Frames.channel(cut),
              RecordSource.whole(Frames.FILE, length),
              compression,
              RecordReadOptions.DEFAULT);
      if (compression == RecordCompression.SNAPPY && length == 10) {
        // Its identifier is a whole file that holds nothing.
        assertThat(Frames.readAll(reader)).isEmpty();
        continue;
      }
      assertThatThrownBy(() -> Frames.readAll(reader))
          .as("%s of %s bytes", length, stored.length)
          .isInstanceOfSatisfying(
              CorruptRecordException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.BAD_COMPRESSION));
    }
  }

  /** A hundred megabytes out of some hundred kilobytes pass through one buffer. */
  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void whatInflatesWithoutEndNeedsOneBuffer(RecordCompression compression) throws IOException {
    byte[] thousand = Frames.file(Collections.nCopies(1000, new byte[10_000]));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream stream = compression.compress(out)) {
      for (int i = 0; i < 10; i++) {
        stream.write(thousand);
      }
    }
    assertThat(out.size()).isLessThan(10 << 20);
    RecordReader reader = detecting(out.toByteArray());
    RecordBlock block = new RecordBlock();
    int records = 0;
    while (reader.read(block, Integer.MAX_VALUE)) {
      records += block.count();
      assertThat(block.bytes().length).isLessThanOrEqualTo(1 << 19);
    }
    assertThat(records).isEqualTo(10_000);
  }

  /** A failing network is no damaged file. */
  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void anErrorOfTheChannelStaysWhatItIs(RecordCompression compression) throws IOException {
    byte[] stored = compressed(compression, Frames.file(payloads()));
    ReadableByteChannel good = Frames.trickle(Arrays.copyOf(stored, stored.length / 2), 5000);
    ReadableByteChannel failing =
        new ReadableByteChannel() {
          @Override
          public int read(ByteBuffer dst) throws IOException {
            int count = good.read(dst);
            if (count < 0) {
              throw new IOException("connection reset");
            }
            return count;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    RecordReader reader =
        RecordReaders.open(
            failing,
            RecordSource.ofUnknownLength(Frames.FILE),
            compression,
            RecordReadOptions.DEFAULT);
    assertThatThrownBy(() -> Frames.readAll(reader))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("connection reset");
  }

  /** Lengths whose bytes are those of each magic number. */
  @Test
  void aPlainRecordMayBeginLikeAnything() throws IOException {
    byte[] zlib = Frames.frame(new byte[0x9c78]);
    assertThat(zlib[0]).isEqualTo((byte) 0x78);
    assertThat(RecordCompression.byMagic(zlib, 0, 512)).isEqualTo(RecordCompression.ZLIB);
    assertThat(RecordCompression.of(zlib, 512)).isEqualTo(RecordCompression.NONE);
    assertThat(Frames.readAll(detecting(zlib))).hasSize(1);
    byte[] gzip = Frames.frame(new byte[0x8b1f]);
    assertThat(RecordCompression.byMagic(gzip, 0, 512)).isEqualTo(RecordCompression.GZIP);
    assertThat(RecordCompression.of(gzip, 512)).isEqualTo(RecordCompression.NONE);
    byte[] lz4 = Frames.header(0x184d2204);
    assertThat(RecordCompression.byMagic(lz4, 0, 12)).isEqualTo(RecordCompression.LZ4);
    assertThat(RecordCompression.of(lz4, 12)).isEqualTo(RecordCompression.NONE);
  }

  /** A damaged header that happens to look like zlib is a damaged header. */
  @Test
  void aDamagedRecordIsNotCalledZlib() throws IOException {
    byte[] file = Frames.frame(new byte[0x9c78]);
    file[10] ^= 4;
    assertThatThrownBy(() -> Frames.readAll(detecting(file)))
        .isInstanceOfSatisfying(
            CorruptRecordException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.BAD_LENGTH_CRC));
  }

  @Test
  void zerosMayFollowAGzipMemberAndNothingElse() throws IOException {
    List<byte[]> payloads = Frames.payloads(random, 10, 10);
    byte[] stored = compressed(RecordCompression.GZIP, Frames.file(payloads));
    byte[] padded = Arrays.copyOf(stored, stored.length + 100_000);
    assertThat(Frames.same(Frames.readAll(detecting(padded)), payloads)).isTrue();
    for (byte[] rest : List.of(new byte[] {1}, new byte[] {0, 1}, new byte[] {0x1f})) {
      RecordReader reader = detecting(Frames.join(stored, rest));
      assertThatThrownBy(() -> Frames.readAll(reader)).isInstanceOf(CorruptRecordException.class);
    }
  }

  /** Every optional field of RFC 1952. */
  @Test
  void aGzipHeaderMayCarryNamesAndMore() throws IOException {
    List<byte[]> payloads = Frames.payloads(random, 10, 10);
    byte[] plain = compressed(RecordCompression.GZIP, Frames.file(payloads));
    byte[] header = {0x1f, (byte) 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3};
    byte[] extra = {3, 0, 1, 2, 3};
    byte[] texts = {'n', 0, 'c', 'c', 0, 7, 7};
    byte[] stored = Frames.join(header, extra, texts, Arrays.copyOfRange(plain, 10, plain.length));
    assertThat(Frames.same(Frames.readAll(detecting(stored)), payloads)).isTrue();
  }

  @Test
  void namesAreThoseOfTheOption() {
    assertThat(RecordCompression.ofName("GZip")).isEqualTo(RecordCompression.GZIP);
    assertThat(RecordCompression.ofName("deflate")).isEqualTo(RecordCompression.ZLIB);
    assertThat(RecordCompression.ofName("uncompressed")).isEqualTo(RecordCompression.NONE);
    assertThatThrownBy(() -> RecordCompression.ofName("brotli"))
        .hasMessageContaining("one of none, gzip, zlib, zstd, lz4, snappy");
  }
}
