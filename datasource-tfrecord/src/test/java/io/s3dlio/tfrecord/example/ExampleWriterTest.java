package io.s3dlio.tfrecord.example;

import static io.s3dlio.tfrecord.example.FeatureKind.BYTES;
import static io.s3dlio.tfrecord.example.FeatureKind.FLOAT;
import static io.s3dlio.tfrecord.example.FeatureKind.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
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
        i ->
            new String(
                payload,
                column.starts()[i],
                column.lengths()[i],
                java.nio.charset.StandardCharsets.UTF_8));
    return List.of(texts);
  }
}
