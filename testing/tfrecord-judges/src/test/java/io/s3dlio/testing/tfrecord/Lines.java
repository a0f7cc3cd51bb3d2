package io.s3dlio.testing.tfrecord;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.s3dlio.tfrecord.example.FeatureDepth;
import io.s3dlio.tfrecord.example.FeatureSpec;
import io.s3dlio.tfrecord.example.RecordType;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A record as a line, in the words of judge.py. */
final class Lines {

  private Lines() {}

  /**
   * A line of a message.
   *
   * @param texts of its features, as {@link Payloads} gives them
   */
  static String of(RecordType type, List<String> texts) {
    List<FeatureSpec> specs = Payloads.specs(type);
    return IntStream.range(0, specs.size())
        .filter(i -> !Texts.isNull(texts.get(i)))
        .mapToObj(i -> prefix(type, specs.get(i)) + texts.get(i))
        .sorted()
        .collect(Collectors.joining("\t"));
  }

  /** A line of a payload, as our decoder sees it. */
  static String read(RecordType type, byte[] payload) {
    return type == RecordType.BYTE_ARRAY
        ? Texts.of(payload)
        : of(type, Payloads.read(type, payload));
  }

  private static String prefix(RecordType type, FeatureSpec spec) {
    String map = type == RecordType.EXAMPLE ? "" : spec.depth() == FeatureDepth.LIST ? "c." : "l.";
    String kind =
        switch (spec.kind()) {
          case BYTES -> "b";
          case FLOAT -> "f";
          case INT64 -> "i";
        };
    return map + HexFormat.of().formatHex(spec.name().getBytes(UTF_8)) + "=" + kind + ":";
  }
}
