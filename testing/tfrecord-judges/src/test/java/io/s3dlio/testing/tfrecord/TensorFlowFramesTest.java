package io.s3dlio.testing.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3dlio.tfrecord.CorruptRecordException;
import io.s3dlio.tfrecord.CorruptRecordException.Reason;
import io.s3dlio.tfrecord.RecordCompression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.exceptions.TensorFlowException;

/** Records, plain and compressed: TensorFlow's reader and writer against ours. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = "amd64",
    disabledReason = "TensorFlow's native library is there for linux-x86_64 only")
final class TensorFlowFramesTest {

  private static final TensorFlow TENSORFLOW = new TensorFlow();
  private static final List<byte[]> PAYLOADS = payloads();

  @TempDir Path directory;

  @AfterAll
  static void close() {
    TENSORFLOW.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "GZIP", "ZLIB"})
  void tensorFlowReadsWhatWeWrite(RecordCompression compression) throws IOException {
    Path file = directory.resolve("ours");
    Ours.write(file, compression, PAYLOADS);
    assertThat(TENSORFLOW.read(file, word(compression))).containsExactlyElementsOf(PAYLOADS);
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "GZIP", "ZLIB"})
  void weReadWhatTensorFlowWrites(RecordCompression compression) throws IOException {
    Path file = directory.resolve("theirs");
    TENSORFLOW.write(file, word(compression), PAYLOADS);
    assertThat(Ours.read(file)).containsExactlyElementsOf(PAYLOADS);
  }

  @Test
  void bothWriteTheSameBytes() throws IOException {
    Path ours = directory.resolve("ours");
    Path theirs = directory.resolve("theirs");
    Ours.write(ours, RecordCompression.NONE, PAYLOADS);
    TENSORFLOW.write(theirs, "", PAYLOADS);
    assertThat(ours).hasSameBinaryContentAs(theirs);
  }

  @Test
  void afterAFlippedBitBothHaveReadTheSameAndFail() throws IOException {
    Path file = directory.resolve("flipped");
    byte[] bytes = small();
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      int at = random.nextInt(bytes.length);
      byte[] flipped = bytes.clone();
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, flipped);
      List<byte[]> theirs = new ArrayList<>();
      String theirError =
          catchThrowableOfType(
                  TensorFlowException.class, () -> TENSORFLOW.readSingly(file, "", theirs))
              .getMessage();
      List<byte[]> ours = new ArrayList<>();
      CorruptRecordException ourError =
          catchThrowableOfType(CorruptRecordException.class, () -> Ours.read(file, ours));
      assertThat(ours).as("flipped at %d", at).containsExactlyElementsOf(theirs);
      assertThat(ourError.recordNumber()).isEqualTo(ours.size());
      // It names the record's first byte for a length, and that of the payload for a payload.
      long place =
          ourError.reason() == Reason.BAD_LENGTH_CRC ? ourError.offset() : ourError.offset() + 12;
      assertThat(theirError).contains("corrupted record at " + place);
    }
  }

  @Test
  void afterACutBothHaveReadTheSameAndOnlyWeNoticeEveryCut() throws IOException {
    Path file = directory.resolve("cut");
    byte[] bytes = small();
    List<Integer> borders = borders();
    int silent = 0;
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      List<byte[]> theirs = new ArrayList<>();
      boolean noticed = true;
      try {
        TENSORFLOW.readSingly(file, "", theirs);
        noticed = false;
      } catch (TensorFlowException expected) {
        // A cut in a payload or its CRC.
      }
      List<byte[]> ours = new ArrayList<>();
      if (borders.contains(length)) {
        Ours.read(file, ours);
        assertThat(noticed).isFalse();
      } else {
        assertThatThrownBy(() -> Ours.read(file, ours)).isInstanceOf(CorruptRecordException.class);
        silent += noticed ? 0 : 1;
      }
      assertThat(ours).as("cut at %d", length).containsExactlyElementsOf(theirs);
    }
    // Cuts in a header, which TensorFlow takes for the end.
    assertThat(silent).isPositive();
  }

  private static String word(RecordCompression compression) {
    return compression == RecordCompression.NONE ? "" : compression.name();
  }

  private byte[] small() throws IOException {
    Path file = directory.resolve("small");
    Ours.write(file, RecordCompression.NONE, smallPayloads());
    return Files.readAllBytes(file);
  }

  private static List<byte[]> smallPayloads() {
    Random random = new Random(3);
    List<byte[]> payloads = new ArrayList<>();
    for (int length : new int[] {0, 1, 300, 7, 12, 0, 90}) {
      byte[] payload = new byte[length];
      random.nextBytes(payload);
      payloads.add(payload);
    }
    return payloads;
  }

  private static List<Integer> borders() {
    List<Integer> borders = new ArrayList<>();
    int border = 0;
    for (byte[] payload : smallPayloads()) {
      borders.add(border);
      border += payload.length + 16;
    }
    return borders;
  }

  /** Of every size from none to beyond all buffers. */
  private static List<byte[]> payloads() {
    Random random = new Random(5);
    List<byte[]> payloads = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      payloads.add(new byte[random.nextInt(2) == 0 ? random.nextInt(40) : random.nextInt(3000)]);
    }
    for (int size : new int[] {65_535, 65_536, 65_537, 1 << 19, (1 << 20) + 1, 9_000_001}) {
      payloads.add(new byte[size]);
    }
    payloads.forEach(random::nextBytes);
    return payloads;
  }
}
