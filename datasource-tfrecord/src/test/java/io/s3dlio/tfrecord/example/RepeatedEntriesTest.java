package io.s3dlio.tfrecord.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A decoder that has seen records of one form answers as a fresh one, which knows of nothing,
 * whatever single byte of the next record is another one, and wherever it is cut off.
 */
class RepeatedEntriesTest {

  /** Written longer than need be, too. */
  private enum Form {
    SHORT,
    LONG_LENGTHS,
    LONG_TAGS
  }

  private static final byte[] OTHERS = {0, 1, 0x0a, 0x12, 0x7f, (byte) 0x80, (byte) 0xff};

  /** Around 8 and 16 bytes other comparisons begin. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 16, 17, 24, 33, 120, 127, 128})
  void aDecoderThatRemembersAnswersAsAFreshOne(int keyLength) {
    String key = "k".repeat(keyLength);
    List<FeatureSpec> specs =
        List.of(FeatureSpec.list(key, FeatureKind.INT64), FeatureSpec.list("z", FeatureKind.BYTES));
    for (Form form : Form.values()) {
      byte[] record = features(form, key);
      var primed = new ExampleDecoder(RecordType.EXAMPLE, specs);
      int damaged = 0;
      for (int at = 0; at < record.length; at++) {
        for (byte other : OTHERS) {
          byte[] changed = record.clone();
          changed[at] = other;
          damaged += isDamaged(primed, specs, record, changed) ? 1 : 0;
        }
        damaged += isDamaged(primed, specs, record, Arrays.copyOf(record, at)) ? 1 : 0;
      }
      assertThat(damaged).isPositive();
    }
  }

  /** Whether {@code next} is damaged; after some {@code usual} it must be answered alike. */
  private static boolean isDamaged(
      ExampleDecoder primed, List<FeatureSpec> specs, byte[] usual, byte[] next) {
    answer(primed, usual);
    answer(primed, usual);
    var fresh = new ExampleDecoder(RecordType.EXAMPLE, specs);
    assertThat(answer(primed, next)).isEqualTo(answer(fresh, next));
    return !fresh.problems().isEmpty();
  }

  private static List<Object> answer(ExampleDecoder decoder, byte[] payload) {
    decoder.decode(payload, 0, payload.length);
    FeatureColumn numbers = decoder.column(0);
    FeatureColumn texts = decoder.column(1);
    int count = numbers.offsets()[1];
    int textCount = texts.offsets()[1];
    return List.of(
        decoder.problems(),
        numbers.isNull(0),
        texts.isNull(0),
        LongStream.of(numbers.longs()).limit(count).boxed().toList(),
        IntStream.of(texts.starts()).limit(textCount).boxed().toList(),
        IntStream.of(texts.lengths()).limit(textCount).boxed().toList());
  }

  private static byte[] features(Form form, String key) {
    byte[] number = {0x1a, 4, 0x0a, 2, 5, 6};
    byte[] bytes = {0x0a, 3, 0x0a, 1, 'v'};
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    entries.writeBytes(entry(form, key, number));
    entries.writeBytes(entry(form, "nobody asks", bytes));
    entries.writeBytes(entry(form, "z", bytes));
    return delimited(Form.SHORT, entries.toByteArray(), 1);
  }

  private static byte[] entry(Form form, String key, byte[] feature) {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    entry.writeBytes(delimited(Form.SHORT, key.getBytes(StandardCharsets.UTF_8), 1));
    entry.writeBytes(delimited(form == Form.LONG_TAGS ? Form.SHORT : form, feature, 2));
    return delimited(form, entry.toByteArray(), 1);
  }

  private static byte[] delimited(Form form, byte[] body, int field) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int tag = field << 3 | 2;
    if (form == Form.LONG_TAGS) {
      out.writeBytes(new byte[] {(byte) (tag | 0x80), (byte) 0x80, (byte) 0x80, (byte) 0x80, 0});
    } else {
      out.write(tag);
    }
    if (form != Form.SHORT || body.length >= 0x80) {
      out.write((body.length & 0x7f) | 0x80);
      out.write(body.length >> 7 | (form == Form.SHORT ? 0 : 0x80));
      if (form != Form.SHORT) {
        out.writeBytes(new byte[] {(byte) 0x80, 0});
      }
    } else {
      out.write(body.length);
    }
    out.writeBytes(body);
    return out.toByteArray();
  }
}
