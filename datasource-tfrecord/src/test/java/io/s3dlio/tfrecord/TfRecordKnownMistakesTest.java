package io.s3dlio.tfrecord;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.tfrecord.CorruptRecordException.Reason;
import io.s3dlio.tfrecord.example.ExampleDecoder;
import io.s3dlio.tfrecord.example.FeatureDepth;
import io.s3dlio.tfrecord.example.FeatureKind;
import io.s3dlio.tfrecord.example.FeatureSpec;
import io.s3dlio.tfrecord.example.RecordType;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Rows about TFRecord of {@code docs/known-mistakes.md}. */
final class TfRecordKnownMistakesTest {

  private static final SplittableRandom RANDOM = new SplittableRandom(12);

  private static RecordWalk walk(byte[] file) {
    return RecordWalk.open(
        new BytesReader(file),
        RecordSource.whole(Frames.FILE, file.length),
        VerifyCrc.LENGTH,
        1 << 15);
  }

  private static void walkAll(byte[] file) throws IOException {
    RecordWalk walk = walk(file);
    while (walk.next()) {
      assertThat(walk.size()).isPositive();
    }
  }

  private static void refused(Reason reason, ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            CorruptRecordException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  /** Row 1: its generator computed CRC-32 where the format has CRC-32C. */
  @Test
  void aChecksumOfTheWrongPolynomialIsNamed() throws IOException {
    byte[] file = Frames.frame(new byte[] {1, 2, 3}, new CRC32());
    assertThatThrownBy(() -> Frames.readAll(Frames.reader(file, VerifyCrc.FULL)))
        .isInstanceOfSatisfying(
            CorruptRecordException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PLAIN_CRC32))
        .hasMessageContaining("plain CRC-32")
        .hasMessageContaining("does not follow the format")
        .hasMessageContaining("verifyCrc=off");
    assertThat(Frames.readAll(Frames.reader(file, VerifyCrc.OFF))).hasSize(1);
    refused(Reason.PLAIN_CRC32, () -> walkAll(file));
  }

  /** Row 2: its generator's payloads were raw bytes, which readers took for Examples. */
  @Test
  void rawBytesAreNotTakenForAnExample() {
    byte[] pattern = new byte[1000];
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = (byte) i;
    }
    FeatureSpec image = new FeatureSpec("image", FeatureKind.BYTES, FeatureDepth.SCALAR);
    ExampleDecoder decoder = new ExampleDecoder(RecordType.EXAMPLE, List.of(image));
    decoder.decode(pattern, 0, pattern.length);
    assertThat(decoder.problems()).hasSize(1);
  }

  /** Row 4: its indexer took a seek beyond the end for a record. */
  @Test
  void aFileCutOffInsideAPayloadIsNotIndexed() {
    byte[] file = Frames.file(List.of(new byte[100], new byte[500_000]));
    for (int missing : new int[] {1, 4, 5, 499_999, 500_004}) {
      byte[] cut = Arrays.copyOf(file, file.length - missing);
      refused(Reason.TRUNCATED_RECORD, () -> walkAll(cut));
    }
  }

  /** Row 5: it dropped up to eleven bytes at the end without a sign. */
  @Test
  void bytesBehindTheLastRecordAreAnError() {
    byte[] file = Frames.file(List.of(new byte[100], new byte[10]));
    for (int trailing = 1; trailing <= 11; trailing++) {
      byte[] longer = Arrays.copyOf(file, file.length + trailing);
      refused(Reason.TRUNCATED_HEADER, () -> walkAll(longer));
      for (VerifyCrc verify : VerifyCrc.values()) {
        refused(Reason.TRUNCATED_HEADER, () -> Frames.readAll(Frames.reader(longer, verify)));
      }
    }
  }

  /** Row 6: without a look at any CRC, other files gave an index that seemed right. */
  @Test
  void whatIsNoTfRecordFileHasNoRecords() {
    byte[] text = "id,label\n1,cat\n2,dog\n3,cat\n".getBytes(US_ASCII);
    byte[] zeros = new byte[1600];
    byte[] noise = new byte[5000];
    RANDOM.nextBytes(noise);
    for (byte[] file : List.of(text, zeros, noise)) {
      refused(Reason.BAD_LENGTH_CRC, () -> walkAll(file));
      refused(Reason.BAD_LENGTH_CRC, () -> Frames.readAll(Frames.reader(file, VerifyCrc.FULL)));
    }
  }

  /** Row 7: a length near 2^64 wrapped around. */
  @Test
  void lengthsNearTheEndOfTheNumbersDoNotWrap() {
    for (long length : new long[] {-1, -16, -17, Long.MIN_VALUE, Long.MAX_VALUE, -12}) {
      byte[] file = Frames.join(Frames.frame(new byte[4]), Frames.header(length), new byte[64]);
      for (VerifyCrc verify : VerifyCrc.values()) {
        refused(Reason.IMPOSSIBLE_LENGTH, () -> Frames.readAll(Frames.reader(file, verify)));
      }
      refused(Reason.IMPOSSIBLE_LENGTH, () -> walkAll(file));
    }
  }

  /** Row 8: it read a whole file into memory, where it said that it streamed. */
  @Test
  void aLongFileNeedsOneBuffer() throws IOException {
    byte[] megabyte = Frames.file(Frames.payloads(RANDOM, 2000, 1000));
    ReadableByteChannel endless = Frames.repeating(megabyte, 300);
    RecordReader reader =
        RecordReaders.open(
            endless,
            RecordSource.whole(Frames.FILE, 300L * megabyte.length),
            RecordReadOptions.DEFAULT);
    RecordBlock block = new RecordBlock();
    long largest = 0;
    long records = 0;
    while (reader.read(block, Integer.MAX_VALUE)) {
      largest = Math.max(largest, block.bytes().length);
      records += block.count();
    }
    assertThat(records).isEqualTo(300 * 2000);
    assertThat(largest).isEqualTo(RecordReadOptions.DEFAULT.bufferBytes());
  }

  /** Row 12: whatever format was declared, one pattern was written, and the name believed. */
  @Test
  void theNameOfAFileSaysNothing() {
    byte[] file = new byte[1 << 16];
    Arrays.fill(file, (byte) 0x5a);
    List<byte[]> found = new ArrayList<>();
    assertThatThrownBy(() -> Frames.readInto(Frames.reader(file, VerifyCrc.FULL), found, 100))
        .isInstanceOf(CorruptRecordException.class)
        .hasMessageContaining("no TFRecord file begins like this one");
    assertThat(found).isEmpty();
  }
}
