package io.s3dlio.tfrecord.example;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Payloads in every form that the wire format permits, and in some that it does not. */
final class OddMessages {

  /** All keys that there ever are, but for what mutations make of them. */
  static final List<String> KEYS =
      List.of("", "a", "image", "eight888", "a key of twenty byte", "\u00e9");

  private final Random random;

  OddMessages(long seed) {
    random = new Random(seed);
  }

  /** The next payload; of every three one is damaged. */
  byte[] next(RecordType type) {
    byte[] payload = valid(type);
    return random.nextInt(3) == 0 ? damaged(payload) : payload;
  }

  /** The next payload; nearly always a message. */
  byte[] valid(RecordType type) {
    return type == RecordType.EXAMPLE || random.nextInt(3) == 0
        ? message(field(1, this::features))
        : message(field(2, this::lists));
  }

  private byte[] damaged(byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int place = random.nextInt(payload.length + 1);
    out.write(payload, 0, place);
    int rest = payload.length - place;
    switch (random.nextInt(4)) {
      case 0 -> {} // cut off
      case 1 -> {
        out.write(random.nextInt(256));
        out.write(payload, place, rest);
      }
      case 2 -> out.write(payload, payload.length - Math.max(0, rest - 1), Math.max(0, rest - 1));
      default -> {
        if (rest > 0) {
          out.write(payload[place] ^ 1 << random.nextInt(8));
          out.write(payload, place + 1, rest - 1);
        }
      }
    }
    return out.toByteArray();
  }

  private byte[] features() {
    return map(this::feature);
  }

  private byte[] lists() {
    return map(() -> message(field(1, this::feature), field(1, this::feature)));
  }

  /** A map of up to four entries, keys repeated now and then. */
  private byte[] map(Supplier<byte[]> value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = random.nextInt(5); i > 0; i--) {
      out.writeBytes(delimited(1, entry(value)));
      out.writeBytes(random.nextInt(20) == 0 ? unknown(3) : new byte[0]);
    }
    return out.toByteArray();
  }

  private byte[] entry(Supplier<byte[]> value) {
    Supplier<byte[]> key = field(1, this::key);
    Supplier<byte[]> val = field(2, value);
    return switch (random.nextInt(20)) {
      case 0 -> message(val, key);
      case 1 -> message(key);
      case 2 -> message(val);
      case 3 -> message(key, val, key);
      case 4 -> message(key, val, val);
      case 5 -> message(key, val, key, val);
      default -> join(key.get(), val.get());
    };
  }

  private byte[] key() {
    if (random.nextInt(100) == 0) {
      return new byte[] {(byte) 0xc0, (byte) 0x80};
    }
    return KEYS.get(random.nextInt(KEYS.size())).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] feature() {
    int kind = 1 + random.nextInt(3);
    return switch (random.nextInt(12)) {
      case 0 -> message();
      case 1 -> message(list(kind), list(kind));
      case 2 -> message(list(kind), list(1 + random.nextInt(3)), list(kind));
      case 3 -> message(list(1 + random.nextInt(3)), list(kind));
      case 4 -> message(list(kind));
      default -> list(kind).get();
    };
  }

  private Supplier<byte[]> list(int kind) {
    return field(
        kind,
        () -> {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          for (int i = random.nextInt(4); i > 0; i--) {
            out.writeBytes(random.nextInt(20) == 0 ? unknown(3) : values(kind));
          }
          return out.toByteArray();
        });
  }

  private byte[] values(int kind) {
    boolean isPacked = random.nextInt(3) > 0;
    byte[] bytes = new byte[random.nextInt(12)];
    random.nextBytes(bytes);
    if (kind == 1) {
      return delimited(1, bytes);
    }
    ByteArrayOutputStream numbers = new ByteArrayOutputStream();
    for (int i = random.nextInt(isPacked ? 6 : 3); i > 0; i--) {
      numbers.writeBytes(
          isPacked
              ? number(kind)
              : join(tag(1, kind == 2 ? Wire.FIXED32 : Wire.VARINT), number(kind)));
    }
    return isPacked ? delimited(1, numbers.toByteArray()) : numbers.toByteArray();
  }

  private byte[] number(int kind) {
    if (kind == 2) {
      byte[] four = new byte[4];
      random.nextBytes(four);
      return four;
    }
    return varint(random.nextLong() >> random.nextInt(64), 9);
  }

  /** Fields one after the other, and between them fields that nobody knows. */
  @SafeVarargs
  private byte[] message(Supplier<byte[]>... fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Supplier<byte[]> field : fields) {
      out.writeBytes(random.nextInt(4) == 0 ? unknown(3) : new byte[0]);
      out.writeBytes(field.get());
      out.writeBytes(random.nextInt(8) == 0 ? field.get() : new byte[0]);
    }
    out.writeBytes(random.nextInt(8) == 0 ? unknown(3) : new byte[0]);
    return out.toByteArray();
  }

  private byte[] unknown(int depth) {
    int[] numbers = {1, 2, 3, 4, 7, 100, 536_870_911};
    int number = numbers[random.nextInt(numbers.length)];
    return switch (random.nextInt(depth > 0 ? 6 : 3)) {
      case 0 -> join(tag(number, Wire.VARINT), varint(random.nextLong(), 10));
      case 1 -> join(tag(number, Wire.FIXED64), new byte[8]);
      case 2 -> join(tag(number, Wire.FIXED32), new byte[4]);
      case 3 -> delimited(Math.max(4, number), new byte[random.nextInt(5)]);
      default ->
          join(
              tag(number, Wire.START_GROUP),
              random.nextBoolean() ? unknown(depth - 1) : new byte[0],
              tag(number, Wire.END_GROUP));
    };
  }

  private Supplier<byte[]> field(int number, Supplier<byte[]> content) {
    return () -> delimited(number, content.get());
  }

  private byte[] delimited(int number, byte[] content) {
    return join(tag(number, Wire.BYTES), varint(content.length, 5), content);
  }

  private byte[] tag(int number, int wireType) {
    return varint((number << 3 | wireType) & 0xffffffffL, 5);
  }

  /** A number in as few bytes as it needs, or now and then in more. */
  private byte[] varint(long value, int most) {
    byte[] bytes = new byte[10];
    int end = Varints.write(bytes, 0, value);
    int wanted = random.nextInt(30) == 0 ? Math.max(end, random.nextInt(most) + 1) : end;
    for (; end < wanted; end++) {
      bytes[end - 1] |= (byte) 0x80;
    }
    return java.util.Arrays.copyOf(bytes, end);
  }

  private static byte[] join(byte[]... pieces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      out.writeBytes(piece);
    }
    return out.toByteArray();
  }
}
