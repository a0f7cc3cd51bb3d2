package io.s3dlio.tfrecord.example;

import static io.s3dlio.tfrecord.example.FeatureKind.BYTES;
import static io.s3dlio.tfrecord.example.FeatureKind.FLOAT;
import static io.s3dlio.tfrecord.example.FeatureKind.INT64;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.tfrecord.CorruptRecordException;
import io.s3dlio.tfrecord.RecordBlock;
import io.s3dlio.tfrecord.RecordReader;
import io.s3dlio.tfrecord.RecordReaders;
import io.s3dlio.tfrecord.RecordSource;
import io.s3dlio.tfrecord.RecordWriter;
import io.s3dlio.tfrecord.VerifyCrc;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows of a batch do not depend on each other, nor on batches before. */
class DecodedBatchTest {

  @Test
  void anUndecodableRowIsNullAndItsNeighboursAreNot() throws IOException {
    List<FeatureSpec> specs = List.of(FeatureSpec.list("l", INT64), FeatureSpec.scalar("s", FLOAT));
    ExampleWriter writer = new ExampleWriter(RecordType.EXAMPLE, specs);
    List<byte[]> payloads = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      writer.begin();
      writer.int64List(0, new long[] {i, 1000 + i}, 2);
      writer.float32(1, i);
      writer.finish();
      payloads.add(writer.toBytes());
    }
    // The list is read before it is seen that the float's length is past its end.
    byte[] bad = payloads.get(2);
    bad[bad.length - 5] = 5;
    RecordBlock block = block(payloads);

    ExampleDecoder decoder = new ExampleDecoder(RecordType.EXAMPLE, specs);
    assertThat(decoder.decode(block)).isEqualTo(1);
    FeatureColumn lists = decoder.column(0);
    assertThat(lists.offsets()).startsWith(0, 2, 4, 4, 6, 8);
    assertThat(lists.longs()).startsWith(0, 1000, 1, 1001, 3, 1003, 4, 1004);
    assertThat(decoder.problems()).extracting(ExampleDecoder.Problem::row).containsExactly(2);
    for (int i = 0; i < 5; i++) {
      assertThat(lists.isNull(i)).isEqualTo(i == 2);
      assertThat(decoder.column(1).isNull(i)).isEqualTo(i == 2);
    }
    assertThat(decoder.column(1).floats()[4]).isEqualTo(4);

    CorruptRecordException failure =
        ExampleDecoder.failure(decoder.problems().get(0), block, 2, "f.tfrecord");
    assertThat(failure.reason()).isEqualTo(CorruptRecordException.Reason.UNDECODABLE);
    assertThat(failure.recordNumber()).isEqualTo(2);
    assertThat(failure.offset()).isEqualTo(block.offset(2));
    assertThat(failure).hasMessageContaining("f.tfrecord: record 2 at byte");
  }

  @Test
  void rowsAreWhatEachIsAloneAndThoseKeptAre() throws IOException {
    OddMessages messages = new OddMessages(8);
    Random random = new Random(8);
    List<FeatureSpec> specs =
        List.of(
            FeatureSpec.scalar("a", INT64),
            FeatureSpec.list("image", BYTES),
            FeatureSpec.list("eight888", FLOAT),
            FeatureSpec.listOfLists("", INT64),
            FeatureSpec.listOfLists("a key of twenty byte", BYTES));
    ExampleDecoder all = new ExampleDecoder(RecordType.SEQUENCE_EXAMPLE, specs);
    ExampleDecoder some = new ExampleDecoder(RecordType.SEQUENCE_EXAMPLE, specs);
    for (int round = 0; round < 20; round++) {
      List<byte[]> payloads = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        payloads.add(messages.next(RecordType.SEQUENCE_EXAMPLE));
      }
      RecordBlock block = block(payloads);
      int[] kept = IntStream.range(0, 50).filter(i -> random.nextInt(3) > 0).toArray();
      all.decode(block);
      some.decode(block, kept, kept.length);
      for (int i = 0; i < specs.size(); i++) {
        all.column(i).retain(kept, kept.length);
        assertThat(text(all.column(i))).isEqualTo(text(some.column(i)));
        assertThat(text(some.column(i))).isEqualTo(oneByOne(specs, i, block, kept));
      }
    }
  }

  /** By decoders that have seen no other row. */
  private static String oneByOne(
      List<FeatureSpec> specs, int column, RecordBlock block, int[] records) {
    StringBuilder text = new StringBuilder();
    for (int record : records) {
      ExampleDecoder fresh = new ExampleDecoder(RecordType.SEQUENCE_EXAMPLE, specs);
      fresh.decode(block, new int[] {record}, 1);
      text.append(text(fresh.column(column)));
    }
    return text.toString();
  }

  /** All rows of a column, as text. */
  private static String text(FeatureColumn column) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < column.rows(); row++) {
      text.append(column.isNull(row) ? "null" : "row");
      boolean isScalar = column.spec().depth() == FeatureDepth.SCALAR;
      int from = isScalar ? row : column.offsets()[row];
      int to = isScalar ? (column.isNull(row) ? row : row + 1) : column.offsets()[row + 1];
      for (int i = from; i < to; i++) {
        if (column.spec().isListOfLists()) {
          append(text.append("step"), column, column.stepOffsets()[i], column.stepOffsets()[i + 1]);
        } else {
          append(text, column, i, i + 1);
        }
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, FeatureColumn column, int from, int to) {
    for (int i = from; i < to; i++) {
      text.append(' ');
      switch (column.spec().kind()) {
        case INT64 -> text.append(column.longs()[i]);
        case FLOAT -> text.append(column.floats()[i]);
        case BYTES -> text.append(column.starts()[i]).append('+').append(column.lengths()[i]);
      }
    }
  }

  private static RecordBlock block(List<byte[]> payloads) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (RecordWriter writer = new RecordWriter(file)) {
      for (byte[] payload : payloads) {
        writer.write(payload, 0, payload.length);
      }
    }
    RecordBlock block = new RecordBlock();
    try (RecordReader reader =
        RecordReaders.open(
            Channels.newChannel(new ByteArrayInputStream(file.toByteArray())),
            RecordSource.whole("memory", file.size()),
            VerifyCrc.FULL)) {
      assertThat(reader.read(block, payloads.size())).isTrue();
    }
    assertThat(block.count()).isEqualTo(payloads.size());
    return block;
  }
}
