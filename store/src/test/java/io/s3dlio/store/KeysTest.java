package io.s3dlio.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeysTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a/b",
        "dir/",
        "a b+c%2F=&?#",
        ".hidden",
        "...",
        "a/..b/c.",
        "s3:looks/like",
        "日本語/ключ/😀"
      })
  void legalKeysComeBackUnchanged(String key) {
    assertThat(Keys.check(key)).isSameAs(key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/a | begins with /",
        "a//b | empty segment",
        "a// | empty segment",
        ". | segment .",
        "a/./b | segment .",
        ".. | segment ..",
        "a/../b | segment ..",
        "a/.. | segment ..",
        "../ | segment .."
      })
  void segmentsThatAreRefused(String key, String why) {
    assertThatThrownBy(() -> Keys.check(key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void anEmptyKeyIsRefused() {
    assertThatThrownBy(() -> Keys.check("")).hasMessageContaining("empty");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 10, 13, 0x1f, 0x7f, 0x85})
  void controlCharactersAreRefusedAndNotShown(int character) {
    String key = "a" + (char) character + "b";
    assertThatThrownBy(() -> Keys.check(key))
        .hasMessageContaining(String.format("U+%04X at index 1", character))
        .hasMessageContaining("a?b");
  }

  @Test
  void halfASurrogatePairIsRefused() {
    assertThatThrownBy(() -> Keys.check("a\ud83d")).hasMessageContaining("surrogate");
    assertThatThrownBy(() -> Keys.check("\ude00b")).hasMessageContaining("surrogate");
  }

  @Test
  void theLimitCountsBytesNotCharacters() {
    assertThat(Keys.check("é".repeat(512))).hasSize(512);
    assertThatThrownBy(() -> Keys.check("é".repeat(512) + "x"))
        .hasMessageContaining("1025 bytes")
        .hasMessageContaining("1024");
  }
}
