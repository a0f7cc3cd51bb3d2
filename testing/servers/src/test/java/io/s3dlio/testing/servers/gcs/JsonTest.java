package io.s3dlio.testing.servers.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and writing JSON. */
final class JsonTest {

  @Test
  void everyKindOfValueIsReadAndWrittenAgain() {
    String text = "{\"s\":\"a\\\"\\\\\\u0007\\n\",\"l\":[1,-2.5,[],{}],\"b\":true,\"n\":null}";
    assertThat(Json.text(Json.object(" " + text.replace(",", " ,\n") + " "))).isEqualTo(text);
    assertThat(Json.object(text).get("n")).isSameAs(Json.NULL);
    assertThat(Json.object("{\"e\":\"\\ud83d\\ude00\\/\\t\"}").get("e"))
        .isEqualTo("\uD83D\uDE00/\t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{", "{\"a\"}", "{\"a\":1}x", "{\"a\":01x}", "{\"a\":\"\\x\"}", "{,}"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Json.object(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void depthIsBounded() {
    assertThatThrownBy(() -> Json.object("{\"a\":" + "[".repeat(100)))
        .hasMessageContaining("levels");
  }
}
