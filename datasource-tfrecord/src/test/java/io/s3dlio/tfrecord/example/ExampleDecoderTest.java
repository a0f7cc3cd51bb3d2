package io.s3dlio.tfrecord.example;

import static io.s3dlio.tfrecord.example.FeatureKind.FLOAT;
import static io.s3dlio.tfrecord.example.FeatureKind.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches, their problems, and the forms in which a feature can stand on the wire. */
class ExampleDecoderTest {

  /** Features of one entry with the key "x" whose value is the given Feature. */
  @ParameterizedTest
  @CsvSource({
    "one list packed and unpacked,   1a08 0802 0a020304 0805,          2 3 4 5",
    "two lists joined,               1a03 0a0101 1a03 0a0102,          1 2",
    "a list that is replaced counts, 1203 0a0100 1a03 0a0107,          -",
    "of two kinds the last,          1202 0a00 1a03 0a0107,            7",
    "the first kind again,           1a03 0a0109 1202 0a00 1a03 0a0107, 7",
    "overlong number,                1a05 0a03 818000,                 1",
    "ten bytes,                      1a0c 0a0a ffffffffffffffffff01,   -1",
    "ten bytes with a clear end,     1a0c 0a0a 81808080808080808000,   1",
    "unknown fields and groups,      1a0b 1001 231b1c24 0802 3d00000000, -",
    "unknown fields in the list,     1a0d 1001 1b1c 0802 3d00000000 0803, 2 3",
    "an empty list,                  1a00,                             ''",
    "an empty packed list,           1a02 0a00,                        ''",
    "overlong length,                1a8480800002 0a0101,              -",
    "overlong lengths,               1a83808000 0a0105,                5",
    "the wrong wire type is unknown, 1a06 0d00000000 00,               -",
    "and skipped,                    1a07 0d00000000 0804,             4",
    "a float of three bytes,         1205 0a03000000,                  -",
    "a number of eleven bytes,       1a0d 0a0b 8080808080808080808001, -",
    "a number that goes on,          1a03 0a0180,                      -",
    "field 0,                        1a02 0000,                        -",
    "wire type 6,                    1a02 2600,                        -",
    "wire type 7,                    1a02 2700,                        -",
    "an end without a group,         1a01 24,                          -",
    "a group that ends as another,   1a02 232c,                        -",
    "a group that does not end,      1a01 23,                          -",
    "a length past the end,          1a05 0a01,                        -",
  })
  void aFeatureInEveryForm(String what, String feature, String numbers) {
    byte[] value = hex(feature);
    byte[] payload = delimited(1, delimited(1, delimited(1, 'x'), delimited(2, value)));
    ExampleDecoder decoder =
        new ExampleDecoder(RecordType.EXAMPLE, List.of(FeatureSpec.list("x", INT64)));
    int problems = decoder.decode(payload, 0, payload.length);
    if (numbers.equals("-")) {
      assertThat(problems).as(what).isEqualTo(1);
      assertThat(decoder.column(0).isNull(0)).isTrue();
      return;
    }
    assertThat(decoder.problems()).as(what).isEmpty();
    assertThat(decoder.column(0).isNull(0)).isFalse();
    String found =
        String.join(
            " ",
            IntStream.range(0, decoder.column(0).offsets()[1])
                .mapToObj(i -> Long.toString(decoder.column(0).longs()[i]))
                .toList());
    assertThat(found).as(what).isEqualTo(numbers);
  }

  @Test
  void aScalarIsNullWithoutFeatureWithoutKindAndWithoutValue() {
    ExampleDecoder decoder =
        new ExampleDecoder(
            RecordType.EXAMPLE,
            List.of(FeatureSpec.scalar("x", INT64), FeatureSpec.list("y", INT64)));
    for (String value : List.of("1200", "12021a00", "12041a020a00", "")) {
      byte[] payload = delimited(1, delimited(1, delimited(1, 'x'), hex(value)));
      assertThat(decoder.decode(payload, 0, payload.length)).isZero();
      assertThat(decoder.column(0).isNull(0)).isTrue();
      assertThat(decoder.column(1).isNull(0)).isTrue();
      assertThat(decoder.column(0).hasNulls()).isTrue();
    }
    assertThat(decoder.decode(new byte[0], 0, 0)).isZero();
    assertThat(decoder.column(0).isNull(0)).isTrue();
  }

  @Test
  void ofARepeatedKeyTheLastCountsWhateverTheFirstWas() {
    byte[] payload =
        delimited(
            1,
            delimited(1, delimited(1, 'x'), hex("1205 1a03 0a0101")),
            delimited(1, delimited(1, 'x'), hex("1206 1a04 0a020101")),
            delimited(1, delimited(1, 'x'), hex("1202 1200")),
            delimited(1, delimited(1, 'x'), hex("1205 1a03 0a0102")));
    ExampleDecoder decoder =
        new ExampleDecoder(RecordType.EXAMPLE, List.of(FeatureSpec.scalar("x", INT64)));
    assertThat(decoder.decode(payload, 0, payload.length)).isZero();
    assertThat(decoder.column(0).longs()[0]).isEqualTo(2);
  }

  @Test
  void aKeyThatIsNoUtf8IsRefusedAsTensorFlowDoes() {
    ExampleDecoder decoder =
        new ExampleDecoder(RecordType.EXAMPLE, List.of(FeatureSpec.scalar("x", INT64)));
    for (String entry : List.of("0a01ff 1200", "1200 0a01ff")) {
      byte[] payload = delimited(1, delimited(1, hex(entry)));
      assertThat(decoder.decode(payload, 0, payload.length)).isEqualTo(1);
      assertThat(decoder.problems().get(0).message()).contains("no UTF-8");
    }
  }

  @Test
  void tagsAndLengthsOfMoreThan32BitsAreRefused() {
    ExampleDecoder decoder = new ExampleDecoder(RecordType.EXAMPLE, List.of());
    for (String payload : List.of("a08080808001 00", "a0808080 8010 00", "0a80808080 8000")) {
      byte[] bytes = hex(payload);
      assertThat(decoder.decode(bytes, 0, bytes.length)).as(payload).isEqualTo(1);
      assertThat(decoder.problems().get(0).message()).contains("32 bits");
    }
  }

  @Test
  void groupsNestAsDeepAsGoogleLetsThem() {
    ExampleDecoder decoder = new ExampleDecoder(RecordType.EXAMPLE, List.of());
    for (int depth : new int[] {1, 99, 100, 101, 100_000}) {
      byte[] payload = new byte[2 * depth];
      Arrays.fill(payload, 0, depth, (byte) 0x23);
      Arrays.fill(payload, depth, 2 * depth, (byte) 0x24);
      boolean isFine = decoder.decode(payload, 0, payload.length) == 0;
      assertThat(isFine).as("depth %d", depth).isEqualTo(depth <= Wire.MOST_DEPTH);
      boolean isFineForGoogle = true;
      try {
        GoogleMessages.parse(RecordType.EXAMPLE, payload);
      } catch (InvalidProtocolBufferException e) {
        isFineForGoogle = false;
      }
      assertThat(isFine).as("depth %d", depth).isEqualTo(isFineForGoogle);
    }
  }

  @Test
  void whatIsOtherThanAskedForIsSaid() {
    assertThat(problem(RecordType.EXAMPLE, FeatureSpec.scalar("x", INT64), "1206 1a04 0a020102"))
        .isEqualTo("feature \"x\" has several values: declare it as an array");
    assertThat(problem(RecordType.EXAMPLE, FeatureSpec.list("x", FLOAT), "1205 1a03 0a0101"))
        .isEqualTo("feature \"x\" is int64_list, asked for is float_list");
    assertThat(
            problem(
                RecordType.SEQUENCE_EXAMPLE, FeatureSpec.listOfLists("x", INT64), "12051a030a0101"))
        .contains("is in the context");
  }

  @Test
  void keysInAnyOrderAndOfAnyNumberAreFound() {
    List<String> names =
        new ArrayList<>(IntStream.range(0, 6000).mapToObj(i -> "key number " + i).toList());
    Random random = new Random(5);
    ExampleDecoder decoder =
        new ExampleDecoder(
            RecordType.EXAMPLE,
            List.of(
                FeatureSpec.scalar("key number 7", INT64),
                FeatureSpec.scalar("key number 5999", INT64)));
    for (int round = 0; round < 20; round++) {
      Collections.shuffle(names, random);
      ByteArrayOutputStream entries = new ByteArrayOutputStream();
      for (String name : names) {
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        byte value = (byte) (key[key.length - 1] + round);
        entries.writeBytes(
            delimited(1, delimited(1, key), hex("1205 1a03 0a01"), new byte[] {value}));
      }
      byte[] payload = delimited(1, entries.toByteArray());
      assertThat(decoder.decode(payload, 0, payload.length)).isZero();
      assertThat(decoder.column(0).longs()[0]).isEqualTo('7' + round);
      assertThat(decoder.column(1).longs()[0]).isEqualTo('9' + round);
    }
  }

  @Test
  void whatCannotBeAskedForIsRefusedAtOnce() {
    assertThatThrownBy(() -> new ExampleDecoder(RecordType.BYTE_ARRAY, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new ExampleDecoder(
                    RecordType.EXAMPLE, List.of(FeatureSpec.listOfLists("x", INT64))))
        .hasMessageContaining("only SequenceExample");
    assertThatThrownBy(
            () ->
                new ExampleDecoder(
                    RecordType.EXAMPLE,
                    List.of(FeatureSpec.list("x", INT64), FeatureSpec.scalar("x", INT64))))
        .hasMessageContaining("two features of one name");
    assertThatThrownBy(() -> RecordType.of("Exmaple"))
        .hasMessageContaining("Example, SequenceExample, ByteArray");
    assertThat(RecordType.of("sequenceexample")).isEqualTo(RecordType.SEQUENCE_EXAMPLE);
  }

  private static String problem(RecordType type, FeatureSpec spec, String value) {
    byte[] payload = delimited(1, delimited(1, delimited(1, 'x'), hex(value)));
    ExampleDecoder decoder = new ExampleDecoder(type, List.of(spec));
    decoder.decode(payload, 0, payload.length);
    return decoder.problems().get(0).message();
  }

  private static byte[] delimited(int field, int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return delimited(field, content);
  }

  private static byte[] delimited(int field, byte[]... pieces) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      content.writeBytes(piece);
    }
    byte[] head = new byte[11];
    head[0] = (byte) (field << 3 | Wire.BYTES);
    int end = Varints.write(head, 1, content.size());
    byte[] all = Arrays.copyOf(head, end + content.size());
    System.arraycopy(content.toByteArray(), 0, all, end, content.size());
    return all;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }
}
