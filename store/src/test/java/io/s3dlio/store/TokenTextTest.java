package io.s3dlio.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The text forms of upload tokens and parts: whole lines come back, anything else is refused. */
final class TokenTextTest {

  private static final ObjectUri ROOT = ObjectUri.parse("s3://bucket/");

  private static UploadToken token() {
    PutOptions options =
        PutOptions.none()
            .withCondition(PutCondition.ifMatch("\"e tag;\""))
            .withHeaders(Map.of("content-type", "text/plain; charset=utf-8"))
            .withMetadata(Map.of("name", "välue with spaces", "empty", ""))
            .withWriteId(WriteId.random());
    return new UploadToken(ROOT, "dir/ä b%2F.bin", "id/with+odd=chars", options);
  }

  @Test
  void everyFieldOfATokenComesBack() throws Exception {
    UploadToken original = token();
    UploadToken decoded = UploadToken.decode(ROOT, original.encode());
    assertThat(decoded).isEqualTo(original);
    assertThat(original.encode()).doesNotContain("\n");
  }

  @Test
  void eachConditionComesBack() throws Exception {
    for (PutCondition condition :
        new PutCondition[] {PutCondition.always(), PutCondition.ifAbsent()}) {
      UploadToken original =
          new UploadToken(ROOT, "k", "i", PutOptions.none().withCondition(condition));
      assertThat(UploadToken.decode(ROOT, original.encode())).isEqualTo(original);
    }
  }

  @Test
  void aTokenOfAnotherRootIsRefused() {
    assertThatThrownBy(() -> UploadToken.decode(ObjectUri.parse("s3://other/"), token().encode()))
        .isInstanceOf(CorruptFormatException.class)
        .hasMessageContaining("s3://bucket/");
  }

  @Test
  void aKeyThatEscapesIsRefused() {
    String line = new UploadToken(ROOT, "a/../../b", "i", PutOptions.none()).encode();
    assertThatThrownBy(() -> UploadToken.decode(ROOT, line))
        .isInstanceOf(CorruptFormatException.class);
  }

  @Test
  void everyTruncationAndManyChangesAreRefusedOrReadAsAToken() {
    String line = token().encode();
    for (int length = 0; length < line.length(); length++) {
      String cut = line.substring(0, length);
      assertThatThrownBy(() -> UploadToken.decode(ROOT, cut), "cut at %s", length)
          .isInstanceOf(CorruptFormatException.class);
    }
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      char[] changed = line.toCharArray();
      changed[random.nextInt(changed.length)] = (char) random.nextInt(128);
      try {
        UploadToken.decode(ROOT, new String(changed));
      } catch (CorruptFormatException expected) {
        assertThat(expected).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void aLineWithoutEndIsRefusedUnread() {
    assertThatThrownBy(() -> UploadToken.decode(ROOT, "upload1 " + "x".repeat(1 << 20)))
        .isInstanceOf(CorruptFormatException.class)
        .hasMessageContaining("characters");
  }

  @Test
  void aPartComesBack() throws Exception {
    Part part = new Part(3, 16L << 20, 8L << 20, "\"etag\"", OptionalInt.of(0xdeadbeef));
    assertThat(Part.decode(part.encode())).isEqualTo(part);
    Part bare = new Part(1, 0, 0, "e", OptionalInt.empty());
    assertThat(Part.decode(bare.encode())).isEqualTo(bare);
  }

  @Test
  void aPartThatCannotBeIsRefused() {
    assertThatThrownBy(() -> Part.decode("part1 0; 0; 0; e; ; end"))
        .isInstanceOf(CorruptFormatException.class);
    assertThatThrownBy(() -> Part.decode("part1 1; -1; 0; e; ; end"))
        .isInstanceOf(CorruptFormatException.class);
    assertThatThrownBy(() -> Part.decode("part2 1; 0; 0; e; ; end"))
        .isInstanceOf(CorruptFormatException.class);
  }
}
