package io.s3dlio.testing.battery;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The records that most steps read. */
final class Samples {
  static final String SCHEMA =
      "id BIGINT, image BINARY, name STRING, score FLOAT, tags ARRAY<BIGINT>";

  private Samples() {}

  /** Examples with the ids {@code from} to {@code to - 1}; every fourth has no score. */
  static List<byte[]> examples(int from, int to) {
    return IntStream.range(from, to).mapToObj(Samples::example).toList();
  }

  static byte[] example(int id) {
    TreeMap<String, byte[]> features = new TreeMap<>();
    features.put("id", Wire.int64s(id));
    features.put("image", Wire.bytes(image(id)));
    features.put("name", Wire.text("näme " + id));
    if (id % 4 != 3) {
      features.put("score", Wire.floats(id / 2f));
    }
    features.put("tags", Wire.int64s(id, -id));
    return Wire.example(features);
  }

  /** Bytes that are no text in UTF-8. */
  static byte[] image(int id) {
    return new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) id, (byte) 0x80};
  }

  /** Raw payloads of growing length. */
  static List<byte[]> texts(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> ("record " + i + "x".repeat(i % 50)).getBytes(StandardCharsets.UTF_8))
        .toList();
  }
}
