package io.s3dlio.testing.battery;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Just enough of the wire format to write Examples and SequenceExamples (example.proto). */
final class Wire {
  private Wire() {}

  /** A feature with an int64 list, packed. */
  static byte[] int64s(long... values) {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    for (long value : values) {
      varint(list, value);
    }
    return field(3, field(1, list.toByteArray()));
  }

  /** A feature with a float list, packed. */
  static byte[] floats(float... values) {
    ByteBuffer list = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      list.putFloat(value);
    }
    return field(2, field(1, list.array()));
  }

  /** A feature with a bytes list. */
  static byte[] bytes(byte[]... values) {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    for (byte[] value : values) {
      list.writeBytes(field(1, value));
    }
    return field(1, list.toByteArray());
  }

  static byte[] text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** An Example with these features, in the order of the map. */
  static byte[] example(Map<String, byte[]> features) {
    return field(1, features(features));
  }

  /** A SequenceExample: single features, and lists of features. */
  static byte[] sequence(Map<String, byte[]> context, Map<String, List<byte[]>> lists) {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    lists.forEach(
        (name, features) -> {
          ByteArrayOutputStream list = new ByteArrayOutputStream();
          features.forEach(feature -> list.writeBytes(field(1, feature)));
          entries.writeBytes(field(1, entry(name, list.toByteArray())));
        });
    return join(field(1, features(context)), field(2, entries.toByteArray()));
  }

  private static byte[] features(Map<String, byte[]> features) {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    features.forEach((name, feature) -> entries.writeBytes(field(1, entry(name, feature))));
    return entries.toByteArray();
  }

  private static byte[] entry(String name, byte[] value) {
    return join(field(1, name.getBytes(StandardCharsets.UTF_8)), field(2, value));
  }

  private static byte[] join(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static byte[] field(int number, byte[] value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    varint(out, (number << 3) | 2);
    varint(out, value.length);
    out.writeBytes(value);
    return out.toByteArray();
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
