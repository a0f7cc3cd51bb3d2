package io.s3dlio.tfrecord.example;

import static io.s3dlio.tfrecord.example.FeatureKind.BYTES;
import static io.s3dlio.tfrecord.example.FeatureKind.FLOAT;
import static io.s3dlio.tfrecord.example.FeatureKind.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the writer writes: the bytes themselves, and what the decoder makes of them. */
class ExampleWriterTest {

  private static final byte[] TEXT = {'c', 'a', 't', 'd', 'o', 'g', 's'};

  @Test
  void writesTheBytesOfAnExampleWithSortedPackedFeatures() {
    ExampleWriter writer =
        new ExampleWriter(
            RecordType.EXAMPLE,
            List.of(
                FeatureSpec.scalar("a", BYTES),
                FeatureSpec.list("b", FLOAT),
                FeatureSpec.scalar("c", INT64)));
    writer.begin();
    writer.bytes(0, TEXT, 0, 3);
    writer.floatList(1, new float[] {1, -2}, 2);
    writer.int64(2, 300);
    writer.finish();

    assertThat(HexFormat.of().formatHex(writer.toBytes()))
        .isEqualTo(
            "0a2e"
                + ("0a0c" + "0a0161" + "1207" + "0a05" + "0a03636174")
                + ("0a11" + "0a0162" + "120c" + "120a" + "0a080000803f000000c0")
                + ("0a0b" + "0a0163" + "1206" + "1a04" + "0a02ac02"));
  }

  @Test
  void writesTheBytesOfASequenceExample() {
    ExampleWriter writer =
        new ExampleWriter(
            RecordType.SEQUENCE_EXAMPLE,
            List.of(FeatureSpec.scalar("c", INT64), FeatureSpec.listOfLists("a", INT64)));
    writer.begin();
    writer.int64(0, -1);
    writer.int64Lists(1, new long[] {1, 2, 3}, new int[] {0, 2, 2, 3}, 3);
    writer.finish();

    assertThat(HexFormat.of().formatHex(writer.toBytes()))
        .isEqualTo(
            "0a15"
                + ("0a13" + "0a0163" + "120e" + "1a0c" + "0a0affffffffffffffffff01")
                + "121a"
                + ("0a18" + "0a0161" + "1213")
                + ("0a06" + "1a04" + "0a020102")
                + ("0a02" + "1a00")
                + ("0a05" + "1a03" + "0a0103"));
  }

  @Test
  void aRecordWithoutFeaturesStillHasItsMaps() {
    ExampleWriter example = new ExampleWriter(RecordType.EXAMPLE, List.of());
    example.begin();
    example.finish();
    ExampleWriter sequence = new ExampleWriter(RecordType.SEQUENCE_EXAMPLE, List.of());
    sequence.begin();
    sequence.finish();

    assertThat(example.toBytes()).containsExactly(0x0a, 0);
    assertThat(sequence.toBytes()).containsExactly(0x0a, 0, 0x12, 0);
  }

  @Test
  void theDecoderReadsWhatIsWritten() {
    List<FeatureSpec> specs =
        List.of(
            FeatureSpec.list("b", BYTES),
            FeatureSpec.scalar("f", FLOAT),
            FeatureSpec.list("i", INT64),
            FeatureSpec.listOfLists("bb", BYTES),
            FeatureSpec.listOfLists("ff", FLOAT));
    ExampleWriter writer = new ExampleWriter(RecordType.SEQUENCE_EXAMPLE, specs);
    long[] numbers = new long[300];
    Arrays.setAll(numbers, i -> (i % 2 == 0 ? 1L : -1L) << i % 64);
    writer.begin();
    writer.bytesList(0, TEXT, new int[] {0, 3}, new int[] {3, 4}, 2);
    writer.float32(1, Float.MIN_VALUE);
    writer.int64List(2, numbers, numbers.length);
    writer.bytesLists(3, TEXT, new int[] {3}, new int[] {3}, new int[] {0, 0, 1}, 2);
    writer.floatLists(4, new float[] {1, 2}, new int[] {0, 1, 2}, 2);
    writer.finish();

    ExampleDecoder decoder = new ExampleDecoder(RecordType.SEQUENCE_EXAMPLE, specs);
    int problems = decoder.decode(writer.array(), writer.start(), writer.length());

    assertThat(decoder.problems()).isEmpty();
    assertThat(problems).isZero();
    byte[] payload = writer.array();
    assertThat(texts(decoder.column(0), payload)).containsExactly("cat", "dogs");
    assertThat(decoder.column(1).floats()[0]).isEqualTo(Float.MIN_VALUE);
    assertThat(decoder.column(2).offsets()).startsWith(0, numbers.length);
    assertThat(decoder.column(2).longs()).startsWith(numbers);
    assertThat(decoder.column(3).offsets()).startsWith(0, 2);
    assertThat(decoder.column(3).stepOffsets()).startsWith(0, 0, 1);
    assertThat(texts(decoder.column(3), payload)).containsExactly("dog");
    assertThat(decoder.column(4).floats()).startsWith(1, 2);
    for (int i = 0; i < specs.size(); i++) {
      assertThat(decoder.column(i).isNull(0)).isFalse();
    }
  }

  /** Random values of all kinds and depths: the bytes are those that Google's runtime writes. */
  @Test
  void whatIsWrittenIsWhatGoogleWrites() throws Exception {
    List<FeatureSpec> specs = new ArrayList<>();
    for (FeatureKind kind : FeatureKind.values()) {
      for (FeatureDepth depth : FeatureDepth.values()) {
        specs.add(new FeatureSpec("\u00e9".repeat(10 * specs.size()) + kind, kind, depth));
      }
    }
    specs.sort(FeatureSpec.WIRE_ORDER);
    Random random = new Random(3);
    ExampleWriter writer = new ExampleWriter(RecordType.SEQUENCE_EXAMPLE, specs);
    ExampleDecoder decoder = new ExampleDecoder(RecordType.SEQUENCE_EXAMPLE, specs);
    for (int round = 0; round < 150; round++) {
      writer.begin();
      for (int i = 0; i < specs.size(); i++) {
        if (random.nextInt(4) > 0) {
          write(writer, i, specs.get(i), random);
        }
      }
      writer.finish();
      byte[] payload = writer.toBytes();
      assertThat(payload).isEqualTo(GoogleMessages.rewrite(RecordType.SEQUENCE_EXAMPLE, payload));
      assertThat(decoder.decode(payload, 0, payload.length)).isZero();
      for (int i = 0; i < specs.size(); i++) {
        Object read =
            specs.get(i).isListOfLists()
                ? GoogleMessages.rows(decoder.column(i), payload)
                : GoogleMessages.row(decoder.column(i), payload);
        GoogleMessages.Content content = GoogleMessages.parse(RecordType.SEQUENCE_EXAMPLE, payload);
        String name = specs.get(i).name();
        assertThat(read)
            .isEqualTo(
                specs.get(i).isListOfLists()
                    ? content.lists().get(name)
                    : content.features().get(name));
      }
    }
  }

  private static void write(ExampleWriter writer, int feature, FeatureSpec spec, Random random) {
    boolean isScalar = spec.depth() == FeatureDepth.SCALAR;
    int count = isScalar ? 1 : random.nextInt(random.nextInt(40) == 0 ? 40_000 : 20);
    long[] longs = random.longs(count).map(v -> v >> random.nextInt(64)).toArray();
    float[] floats = new float[count];
    int[] starts = new int[count];
    int[] lengths = new int[count];
    byte[] data = new byte[random.nextInt(random.nextInt(40) == 0 ? 100_000 : 200)];
    random.nextBytes(data);
    for (int i = 0; i < count; i++) {
      floats[i] = random.nextFloat();
      starts[i] = random.nextInt(data.length + 1);
      lengths[i] = random.nextInt(Math.min(300, data.length - starts[i] + 1));
    }
    int[] steps =
        IntStream.concat(random.ints(5, 0, count + 1).sorted(), IntStream.of(count)).toArray();
    steps[0] = 0;
    switch (spec.kind()) {
      case INT64 -> {
        if (isScalar) {
          writer.int64(feature, longs[0]);
        } else if (spec.isListOfLists()) {
          writer.int64Lists(feature, longs, steps, 5);
        } else {
          writer.int64List(feature, longs, count);
        }
      }
      case FLOAT -> {
        if (isScalar) {
          writer.float32(feature, floats[0]);
        } else if (spec.isListOfLists()) {
          writer.floatLists(feature, floats, steps, 5);
        } else {
          writer.floatList(feature, floats, count);
        }
      }
      case BYTES -> {
        if (isScalar) {
          writer.bytes(feature, data, 0, data.length);
        } else if (spec.isListOfLists()) {
          writer.bytesLists(feature, data, starts, lengths, steps, 5);
        } else {
          writer.bytesList(feature, data, starts, lengths, count);
        }
      }
    }
  }

  @Test
  void refusesFeaturesOutOfOrderAndOfAnotherKind() {
    List<FeatureSpec> specs =
        List.of(FeatureSpec.scalar("a", INT64), FeatureSpec.scalar("b", INT64));
    ExampleWriter writer = new ExampleWriter(RecordType.EXAMPLE, specs);
    writer.begin();
    writer.int64(1, 1);
    assertThatThrownBy(() -> writer.int64(0, 1)).hasMessageContaining("out of order");
    assertThatThrownBy(() -> writer.int64(1, 1)).hasMessageContaining("out of order");
    writer.begin();
    assertThatThrownBy(() -> writer.float32(1, 1)).hasMessageContaining("no float_list");
    assertThatThrownBy(
            () -> new ExampleWriter(RecordType.EXAMPLE, List.of(specs.get(1), specs.get(0))))
        .hasMessageContaining("out of order");
    assertThatThrownBy(
            () ->
                new ExampleWriter(RecordType.EXAMPLE, List.of(FeatureSpec.listOfLists("l", INT64))))
        .hasMessageContaining("only SequenceExample");
  }

  private static List<String> texts(FeatureColumn column, byte[] payload) {
    int count =
        column.spec().isListOfLists()
            ? column.stepOffsets()[column.offsets()[1]]
            : column.offsets()[1];
    String[] texts = new String[count];
    Arrays.setAll(
        texts,
        i -> new String(payload, column.starts()[i], column.lengths()[i], StandardCharsets.UTF_8));
    return List.of(texts);
  }
}
