package io.s3dlio.testing.tfrecord;

import io.s3dlio.tfrecord.example.FeatureColumn;
import io.s3dlio.tfrecord.example.FeatureDepth;
import io.s3dlio.tfrecord.example.FeatureSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.FeatureList;
import org.tensorflow.proto.FeatureLists;
import org.tensorflow.proto.Features;

/**
 * Values as text that shows every bit: numbers in decimal, floats as the hexadecimal digits of
 * their bits, bytes as x and two digits each. Values of a list are separated by commas, lists of a
 * list stand in brackets. A feature that is not there, or has no kind, is null.
 */
final class Texts {

  static final String NULL = "null";
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
      case INT64_LIST -> join(feature.getInt64List().getValueList(), Texts::of);
      case FLOAT_LIST -> join(feature.getFloatList().getValueList(), Texts::of);
      case BYTES_LIST ->
          join(feature.getBytesList().getValueList(), value -> of(value.toByteArray()));
      case KIND_NOT_SET -> NULL;
    };
  }

  /** A feature list as Google's runtime has parsed it. */
  static String of(FeatureList list) {
    return list.getFeatureList().stream()
        .map(feature -> "[" + filled(of(feature)) + "]")
        .collect(Collectors.joining());
  }

  /** A feature of the example. */
  static String of(Features features, FeatureSpec spec) {
    return of(features.getFeatureOrDefault(spec.name(), Feature.getDefaultInstance()));
  }

  /** A feature list of the example. */
  static String of(FeatureLists lists, FeatureSpec spec) {
    FeatureList list = lists.getFeatureListMap().get(spec.name());
    return list == null ? NULL : of(list);
  }

  /** The rows of a column that our decoder has filled out of these bytes. */
  static List<String> of(FeatureColumn column, byte[] bytes) {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < column.rows(); row++) {
      int first = column.offsets()[row];
      int end = column.offsets()[row + 1];
      if (column.isNull(row)) {
        rows.add(NULL);
      } else if (column.spec().depth() == FeatureDepth.LIST) {
        rows.add(values(column, bytes, first, end));
      } else {
        StringBuilder steps = new StringBuilder();
        for (int step = first; step < end; step++) {
          int[] values = column.stepOffsets();
          steps
              .append('[')
              .append(values(column, bytes, values[step], values[step + 1]))
              .append(']');
        }
        rows.add(steps.toString());
      }
    }
    return rows;
  }

  static boolean isNull(String text) {
    return text.equals(NULL);
  }

  /** With nothing where null is: not everybody tells the two apart. */
  static String filled(String text) {
    return isNull(text) ? "" : text;
  }

  private static String values(FeatureColumn column, byte[] bytes, int first, int end) {
    return IntStream.range(first, end)
        .mapToObj(
            i ->
                switch (column.spec().kind()) {
                  case INT64 -> of(column.longs()[i]);
                  case FLOAT -> of(column.floats()[i]);
                  case BYTES -> {
                    int start = column.starts()[i];
                    yield of(Arrays.copyOfRange(bytes, start, start + column.lengths()[i]));
                  }
                })
        .collect(Collectors.joining(","));
  }

  private static <T> String join(List<T> values, Function<T, String> text) {
    return values.stream().map(text).collect(Collectors.joining(","));
  }
}
