package io.s3dlio.tfrecord.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.tfrecord.index.IndexRefusedException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three forms are written and read; what is no index of the file is refused. */
final class IndexFormsTest {

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsReadBack(IndexFormat format) throws Exception {
    for (int count : new int[] {0, 1, 2, 4095, 4096, 4097, 20_000}) {
      for (long spread : new long[] {1, 200, 60_000, 1L << 31, 1L << 40}) {
        RecordIndex index = Indexes.of(Indexes.randomSizes(new Random(count), count, spread));
        RecordIndex read = Indexes.read(Indexes.written(index, format), index.fileLength());
        assertThat(read.count()).isEqualTo(count);
        for (int i = 0; i <= count; i++) {
          if (read.offset(i) != index.offset(i)) {
            assertThat(read.offset(i)).as("record " + i).isEqualTo(index.offset(i));
          }
        }
      }
    }
  }

  /** The grammar of NVIDIA's tfrecord2idx, for payloads of 10 and 20 bytes. */
  @Test
  void theTextIsDalis() throws Exception {
    byte[] text = Indexes.written(Indexes.of(26, 36), IndexFormat.TEXT);
    assertThat(new String(text, StandardCharsets.US_ASCII)).isEqualTo("0 26\n26 36\n");
    assertThat(Indexes.written(RecordIndex.EMPTY, IndexFormat.TEXT)).isEmpty();
  }

  @Test
  void the16ByteFormIsTwoLittleEndianNumbers() throws Exception {
    byte[] expected =
        ByteBuffer.allocate(32)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(0)
            .putLong(26)
            .putLong(26)
            .putLong(36)
            .array();
    assertThat(Indexes.written(Indexes.of(26, 36), IndexFormat.BINARY16)).isEqualTo(expected);
  }

  @Test
  void theCompactFormIsSmall() throws Exception {
    RecordIndex near = Indexes.of(Indexes.randomSizes(new Random(1), 100_000, 256));
    assertThat(Indexes.written(near, IndexFormat.COMPACT)).hasSizeLessThan(100_300);
    RecordIndex same = Indexes.of(Indexes.randomSizes(new Random(1), 100_000, 1));
    assertThat(Indexes.written(same, IndexFormat.COMPACT)).hasSize(8 + 25 * 9 + 40);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 26\n26 36",
        "0 26\r\n26 36\r\n",
        "\n\n 0\t26 \n\n26\f36\n \n",
        "000 0026\n026 036\n",
      })
  void whatDaliTakesForWhiteSpaceIsSkipped(String text) throws Exception {
    RecordIndex index = Indexes.readText(text, 62);
    assertThat(index.count()).isEqualTo(2);
    assertThat(index.offset(1)).isEqualTo(26);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 26\n26",
        "0 26\n26 36 1\n",
        "0 26\n26 -36\n",
        "0 26\n+26 36\n",
        "0 26\nx\n",
        "0 26\n26,36\n",
        "0 26\n26 36x\n",
        "0 26\n26 99999999999999999999\n",
        "0 26\n26 9223372036854775808\n",
        "0 26\n0x1a 36\n",
        "0 26\n26 15\n",
        "0 26\n26 3 6\n"
      })
  void anErrorInTheTextNamesItsLine(String text) {
    refused(() -> Indexes.readText(text, 62), Reason.MALFORMED, "line 2");
  }

  @Test
  void aLineThatNeverEndsIsRefused() {
    String text = "0" + " ".repeat(300_000) + "26\n";
    refused(() -> Indexes.readText(text, 1 << 20), Reason.MALFORMED, "line 1 is longer than");
  }

  @ParameterizedTest
  @EnumSource
  void anIndexOfAnotherFileIsRefused(IndexFormat format) throws Exception {
    byte[] bytes = Indexes.written(Indexes.of(26, 36), format);
    for (long length : new long[] {0, 26, 61, 63, 78, 1 << 20}) {
      refused(() -> Indexes.read(bytes, length), Reason.OF_ANOTHER_FILE, "_d.idx");
    }
  }

  @Test
  void gapsOverlapsAndAnOtherStartAreRefused() {
    for (String text : new String[] {"0 26\n27 35\n", "0 26\n25 37\n", "26 36\n", "0 26\n0 36\n"}) {
      refused(() -> Indexes.readText(text, 62), Reason.OF_ANOTHER_FILE, "without a gap");
    }
  }

  @Test
  void anIndexLargerThanTheFileCouldHaveIsRefusedUnread() {
    byte[] text = "0 16\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
    BytesReader reader = new BytesReader(text);
    IndexPair pair = new IndexPair("_d.idx", "d", 16);
    refused(() -> IndexReader.read(reader, text.length, pair), Reason.OF_ANOTHER_FILE, "50000");
    assertThat(reader.ranges).isEmpty();
  }

  @Test
  void the16ByteFormIsRefusedWhenCutOrBeyondAllNumbers() throws Exception {
    byte[] bytes = Indexes.written(Indexes.of(26, 36), IndexFormat.BINARY16);
    refused(() -> Indexes.read(Arrays.copyOf(bytes, 31), 62), Reason.MALFORMED, "15 of 16");
    bytes[15] = (byte) 0x80;
    refused(() -> Indexes.read(bytes, 62), Reason.MALFORMED, "2^63");
  }

  /** Each byte of head, blocks and footer is under a checksum; so is the length. */
  @Test
  void noBitOfACompactIndexCanChange() throws Exception {
    RecordIndex index = Indexes.of(Indexes.randomSizes(new Random(3), 300, 500));
    byte[] bytes = Indexes.written(index, IndexFormat.COMPACT);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> Indexes.read(bytes, index.fileLength()))
          .isInstanceOf(IndexRefusedException.class);
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
    for (int length = 1; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Indexes.read(cut, index.fileLength()))
          .isInstanceOf(IndexRefusedException.class);
    }
  }

  @Test
  void theFooterAloneCounts() throws Exception {
    RecordIndex index = Indexes.of(Indexes.randomSizes(new Random(3), 100_000, 500));
    byte[] bytes = Indexes.written(index, IndexFormat.COMPACT);
    BytesReader reader = new BytesReader(bytes);
    IndexPair pair = new IndexPair("_d.s3idx", "d", index.fileLength());
    assertThat(IndexReader.count(reader, bytes.length, pair)).isEqualTo(100_000);
    assertThat(reader.ranges).hasSize(1);
    assertThat(reader.ranges.get(0).length()).isEqualTo(40);
    IndexPair other = new IndexPair("_d.s3idx", "d", index.fileLength() + 1);
    refused(() -> IndexReader.count(reader, bytes.length, other), Reason.OF_ANOTHER_FILE, "100000");
    byte[] part = Arrays.copyOfRange(bytes, 50_000, bytes.length);
    refused(
        () -> IndexReader.count(new BytesReader(part), part.length, pair),
        Reason.MALFORMED,
        "of another length");
  }

  @Test
  void aTextIndexIsNoneWithAFooter() throws Exception {
    byte[] text = Indexes.written(Indexes.of(26, 36), IndexFormat.TEXT);
    IndexPair pair = new IndexPair("_d.idx", "d", 62);
    refused(
        () -> IndexReader.count(new BytesReader(text), text.length, pair),
        Reason.MALFORMED,
        "footer");
  }

  @Test
  void randomBytesAreNeverAnIndex() throws IOException {
    Random random = new Random(5);
    byte[][] seeds = {
      Indexes.written(Indexes.of(26, 36, 16), IndexFormat.TEXT),
      Indexes.written(Indexes.of(26, 36, 16), IndexFormat.BINARY16),
      Indexes.written(Indexes.of(26, 36, 16), IndexFormat.COMPACT)
    };
    for (int i = 0; i < Integer.getInteger("s3dlio.fuzz", 20_000); i++) {
      byte[] bytes = seeds[i % 3].clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 8));
      try {
        RecordIndex index = Indexes.read(bytes, 78);
        assertThat(index.offset(index.count())).isEqualTo(78);
        assertThat(index.offset(0)).isZero();
      } catch (IndexRefusedException e) {
        assertThat(e).hasMessageContaining("./s3dlio tfrecord index --force d");
      }
    }
  }

  private static void refused(ThrowingCallable read, Reason reason, String text) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            IndexRefusedException.class,
            e -> {
              assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
              assertThat(e.dataFile()).isEqualTo("d");
            })
        .hasMessageContaining(text)
        .hasMessageContaining("index=off");
  }
}
