package io.s3dlio.tfrecord;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.UnsupportedFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Judged by lz4-java, and by a file that the lz4 tool made. */
final class Lz4InputTest {

  private static byte[] decode(byte[] stored) throws IOException {
    return new Lz4Input(new ByteArrayInputStream(stored)).readAllBytes();
  }

  private static byte[] mixed(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      boolean repeats = i > 70_000 && (i >>> 7) % 3 == 0;
      bytes[i] = repeats ? bytes[i - 60_000] : (byte) (random.nextInt(8) * (i >>> 12));
    }
    return bytes;
  }

  @Test
  void theChecksumIsXxh32() {
    SplittableRandom random = new SplittableRandom(1);
    for (int length = 0; length < 200; length++) {
      byte[] bytes = new byte[length + 3];
      random.nextBytes(bytes);
      int right = XXHashFactory.safeInstance().hash32().hash(bytes, 3, length, 0);
      assertThat(XxHash32.of(bytes, 3, length)).isEqualTo(right);
      XxHash32 inParts = new XxHash32();
      int cut = random.nextInt(length + 1);
      inParts.update(bytes, 3, cut);
      inParts.update(bytes, 3 + cut, length - cut);
      assertThat(inParts.value()).isEqualTo(right);
    }
  }

  @ParameterizedTest
  @EnumSource
  void framesWithEveryChecksumComeBack(BLOCKSIZE size) throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    for (int length : new int[] {0, 1, 13, 70_000, 5_000_000}) {
      byte[] bytes = mixed(random, length);
      ByteArrayOutputStream stored = new ByteArrayOutputStream();
      try (OutputStream out =
          new LZ4FrameOutputStream(
              stored,
              size,
              length,
              Bits.BLOCK_INDEPENDENCE,
              Bits.CONTENT_SIZE,
              Bits.BLOCK_CHECKSUM,
              Bits.CONTENT_CHECKSUM)) {
        out.write(bytes);
      }
      assertThat(Arrays.equals(decode(stored.toByteArray()), bytes)).isTrue();
    }
  }

  /** Made by {@code lz4 -9 -BD -BX -B4} from the text below: its blocks refer to those before. */
  private static byte[] linked() throws IOException {
    try (InputStream in = Lz4InputTest.class.getResourceAsStream("linked-frame.bin")) {
      assertThat(in).isNotNull();
      return in.readAllBytes();
    }
  }

  private static byte[] linkedText() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("line ").append(i / 7 * 7 % 1000).append(" of a text that repeats\n");
    }
    return text.toString().getBytes(US_ASCII);
  }

  @Test
  void blocksThatReferToOthersAreRead() throws IOException {
    assertThat(Arrays.equals(decode(linked()), linkedText())).isTrue();
  }

  /**
   * A frame of two blocks: the bytes, and a match that is all of them again, 40 to 65,535 bytes.
   */
  static byte[] twice(byte[] bytes) {
    byte[] header = {0x40, 0x40};
    int rest = bytes.length - 4 - 15;
    byte[] match = new byte[3 + rest / 255 + 1 + 1];
    Arrays.fill(match, (byte) 255);
    match[0] = 15;
    match[1] = (byte) bytes.length;
    match[2] = (byte) (bytes.length >>> 8);
    match[match.length - 2] = (byte) (rest % 255);
    match[match.length - 1] = 0;
    return Frames.join(
        new byte[] {4, 0x22, 0x4d, 0x18, 0x40, 0x40},
        new byte[] {(byte) (XxHash32.of(header, 0, 2) >>> 8)},
        Arrays.copyOf(Frames.longBytes(bytes.length | 0x80000000L), 4),
        bytes,
        Arrays.copyOf(Frames.longBytes(match.length), 4),
        match,
        new byte[4]);
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 273, 274, 275, 1000, 65_535})
  void aMatchOfAllThatWasBefore(int length) throws IOException {
    byte[] bytes = mixed(new SplittableRandom(3), length);
    assertThat(decode(twice(bytes))).isEqualTo(Frames.join(bytes, bytes));
  }

  @Test
  void flippedBitsAreFound() throws IOException {
    byte[] stored = linked();
    for (int bit = 0; bit < stored.length * 8; bit += 137) {
      byte[] flipped = stored.clone();
      flipped[bit >>> 3] ^= (byte) (1 << (bit & 7));
      assertThatThrownBy(() -> decode(flipped)).as("bit %s", bit).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aFrameThatIsToBeSkippedIs() throws IOException {
    byte[] skipped = {0x53, 0x2a, 0x4d, 0x18, 5, 0, 0, 0, 1, 2, 3, 4, 5};
    byte[] stored = Frames.join(linked(), skipped, linked());
    assertThat(decode(stored)).hasSize(2 * linkedText().length);
  }

  @Test
  void aDictionaryIsRefusedAndTheCureNamed() {
    byte[] header = {0x61, 0x40, 1, 2, 3, 4};
    int hash = XxHash32.of(header, 0, header.length) >>> 8;
    byte[] stored = Frames.join(new byte[] {4, 0x22, 0x4d, 0x18}, header, new byte[] {(byte) hash});
    assertThatThrownBy(() -> decode(stored))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("lz4 tool");
  }
}
