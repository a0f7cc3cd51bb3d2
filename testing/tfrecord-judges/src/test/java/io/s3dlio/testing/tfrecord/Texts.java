package io.s3dlio.testing.tfrecord;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.FeatureList;

/**
 * Values as text that shows every bit: numbers in decimal, floats as the hexadecimal digits of
 * their bits, bytes as x and two digits each. Values of a list are separated by commas, lists of a
 * list stand in brackets.
 */
final class Texts {

  private static final HexFormat HEX = HexFormat.of();

  private Texts() {}

  static String of(long value) {
    return Long.toString(value);
  }

  static String of(float value) {
    return HEX.toHexDigits(Float.floatToRawIntBits(value));
  }

  static String of(byte[] value) {
    return "x" + HEX.formatHex(value);
  }

  /** A feature as Google's runtime has parsed it. */
  static String of(Feature feature) {
    return switch (feature.getKindCase()) {
      case INT64_LIST ->
          join(feature.getInt64List().getValueList().stream().map(Texts::of).toList());
      case FLOAT_LIST ->
          join(feature.getFloatList().getValueList().stream().map(Texts::of).toList());
      case BYTES_LIST ->
          join(
              feature.getBytesList().getValueList().stream()
                  .map(value -> of(value.toByteArray()))
                  .toList());
      case KIND_NOT_SET -> "";
    };
  }

  /** A feature list as Google's runtime has parsed it. */
  static String of(FeatureList list) {
    return list.getFeatureList().stream()
        .map(feature -> "[" + of(feature) + "]")
        .collect(Collectors.joining());
  }

  private static String join(List<String> values) {
    return String.join(",", values);
  }
}
