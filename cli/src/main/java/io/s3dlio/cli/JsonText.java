package io.s3dlio.cli;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A line of JSON as it grows. Not thread-safe. */
final class JsonText {

  /** More bytes than this are only counted: nobody reads an image in base64. */
  private static final int MOST = 256;

  private final StringBuilder json = new StringBuilder();

  /** Adds text that is JSON already. */
  JsonText raw(String text) {
    json.append(text);
    return this;
  }

  JsonText raw(long number) {
    json.append(number);
    return this;
  }

  /** JSON has no word for what is no number: it becomes a text. */
  JsonText number(float value) {
    return Float.isFinite(value) ? raw(Float.toString(value)) : text(Float.toString(value));
  }

  JsonText text(String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter == '"' || letter == '\\') {
        json.append('\\').append(letter);
      } else if (letter < ' ' || letter == 0x7f) {
        json.append(String.format("\\u%04x", (int) letter));
      } else {
        json.append(letter);
      }
    }
    json.append('"');
    return this;
  }

  /** Printable UTF-8 as a text, other bytes as base64, many bytes as their number. */
  JsonText bytes(byte[] bytes, int start, int length) {
    if (length > MOST) {
      return raw("{\"length\":").raw(length).raw("}");
    }
    byte[] copy = Arrays.copyOfRange(bytes, start, start + length);
    String text = text(copy);
    if (text != null) {
      return text(text);
    }
    return raw("{\"base64\":\"").raw(Base64.getEncoder().encodeToString(copy)).raw("\"}");
  }

  private static @Nullable String text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.chars().anyMatch(JsonText::isControl) ? null : text;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static boolean isControl(int letter) {
    return Character.isISOControl(letter) && letter != '\t' && letter != '\n' && letter != '\r';
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
