package io.s3dlio.tfrecord.example;

import static io.s3dlio.tfrecord.example.FeatureKind.BYTES;
import static io.s3dlio.tfrecord.example.FeatureKind.FLOAT;
import static io.s3dlio.tfrecord.example.FeatureKind.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What records are taken to have when nobody gives a schema. */
class FeatureShapesTest {

  private final FeatureShapes shapes = new FeatureShapes(RecordType.EXAMPLE);

  @Test
  void aScalarIsAListAsSoonAsOneRecordHasTwoValues() throws Exception {
    add(longs("a", 1), longs("b", 1));
    add(longs("a", 1, 2));
    assertThat(shapes.shapes())
        .containsExactly(
            new FeatureShape(FeatureSpec.list("a", INT64), 2, 2, false),
            new FeatureShape(FeatureSpec.scalar("b", INT64), 1, 2, false));
    assertThat(shapes.shapes().get(1).absent()).isEqualTo(1);
  }

  @Test
  void theOrderIsThatOfTheNamesBytes() throws Exception {
    // U+FF5E comes after U+1F600 in UTF-16 and before it in UTF-8.
    add(longs("\uff5e", 1), longs("\ud83d\ude00", 1), longs("b", 1), longs("B", 1));
    assertThat(shapes.shapes().stream().map(shape -> shape.spec().name()))
        .containsExactly("B", "b", "\uff5e", "\ud83d\ude00");
  }

  @Test
  void aFeatureThatNeverHasAKindDoesNotCount() throws Exception {
    // features { feature { key: "n" value {} } }
    shapes.add(hex("0a070a050a016e1200"), 0, 9);
    assertThat(shapes.shapes()).isEmpty();
    add(longs("n", 5));
    assertThat(shapes.shapes())
        .containsExactly(new FeatureShape(FeatureSpec.scalar("n", INT64), 1, 2, false));
  }

  @Test
  void bytesAreTextOnlyWhenAllAre() throws Exception {
    add(text("t", "h\u00e9\n"), text("control", "a"), text("latin", "a"), text("empty", ""));
    add(text("t", ""), text("control", "\u0000"), raw("latin", new byte[] {(byte) 0xe9}));
    assertThat(shapes.shapes())
        .extracting(shape -> shape.spec().name() + " " + shape.isText())
        .containsExactly("control false", "empty false", "latin false", "t true");
    assertThat(shapes.shapes()).extracting(shape -> shape.spec().kind()).containsOnly(BYTES);
  }

  @Test
  void twoKindsAreAConflictThatNamesBoth() {
    add(longs("x", 1));
    add(raw("x", new byte[0]));
    assertThatThrownBy(shapes::shapes)
        .hasMessageContaining("\"x\" is bytes_list in some records and int64_list in others");
  }

  @Test
  void whatIsNoMessageDoesNotCountAndIsSaid() throws Exception {
    assertThat(shapes.add(hex("0a0c0a0a0a016112051a030a0101ff"), 0, 15)).isPresent();
    assertThat(shapes.records()).isZero();
    assertThat(shapes.shapes()).isEmpty();
  }

  @Test
  void aSequenceExampleHasListsOfLists() throws Exception {
    FeatureShapes sequences = new FeatureShapes(RecordType.SEQUENCE_EXAMPLE);
    ExampleWriter writer =
        new ExampleWriter(
            RecordType.SEQUENCE_EXAMPLE,
            List.of(FeatureSpec.scalar("c", INT64), FeatureSpec.listOfLists("f", FLOAT)));
    writer.begin();
    writer.int64(0, 1);
    writer.floatLists(1, new float[] {1}, new int[] {0, 0, 1}, 2);
    writer.finish();
    assertThat(sequences.add(writer.array(), writer.start(), writer.length())).isEmpty();
    FeatureShapes more = new FeatureShapes(RecordType.SEQUENCE_EXAMPLE);
    more.add(writer.array(), writer.start(), writer.length());
    sequences.merge(more);
    assertThat(sequences.shapes())
        .containsExactly(
            new FeatureShape(FeatureSpec.scalar("c", INT64), 2, 2, false),
            new FeatureShape(FeatureSpec.listOfLists("f", FLOAT), 2, 2, false));
  }

  @Test
  void oneNameInContextAndListsIsAConflict() {
    FeatureShapes sequences = new FeatureShapes(RecordType.SEQUENCE_EXAMPLE);
    ExampleWriter writer =
        new ExampleWriter(
            RecordType.SEQUENCE_EXAMPLE,
            List.of(FeatureSpec.scalar("x", INT64), FeatureSpec.listOfLists("x", INT64)));
    writer.begin();
    writer.int64(0, 1);
    writer.int64Lists(1, new long[] {1}, new int[] {0, 1}, 1);
    writer.finish();
    assertThat(sequences.add(writer.array(), writer.start(), writer.length())).isEmpty();
    assertThatThrownBy(sequences::shapes).hasMessageContaining("in the context");
  }

  /** One payload of features, each an entry of the map. */
  private void add(byte[]... features) {
    java.io.ByteArrayOutputStream payload = new java.io.ByteArrayOutputStream();
    for (byte[] feature : features) {
      payload.writeBytes(feature);
    }
    assertThat(shapes.add(payload.toByteArray(), 0, payload.size())).isEmpty();
  }

  private static byte[] longs(String name, long... values) {
    ExampleWriter writer =
        new ExampleWriter(RecordType.EXAMPLE, List.of(FeatureSpec.list(name, INT64)));
    writer.begin();
    writer.int64List(0, values, values.length);
    writer.finish();
    return writer.toBytes();
  }

  private static byte[] text(String name, String value) {
    return raw(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] raw(String name, byte[] value) {
    ExampleWriter writer =
        new ExampleWriter(RecordType.EXAMPLE, List.of(FeatureSpec.scalar(name, BYTES)));
    writer.begin();
    writer.bytes(0, value, 0, value.length);
    writer.finish();
    return writer.toBytes();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
