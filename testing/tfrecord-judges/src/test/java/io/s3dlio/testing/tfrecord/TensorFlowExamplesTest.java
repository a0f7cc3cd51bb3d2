package io.s3dlio.testing.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.tfrecord.example.FeatureSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.SequenceExample;

/** Messages that we write, parsed by TensorFlow's own parsers, every value bit for bit. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = "amd64",
    disabledReason = "TensorFlow's native library is there for linux-x86_64 only")
final class TensorFlowExamplesTest {

  private static final TensorFlow TENSORFLOW = new TensorFlow();
  private static final int MESSAGES = 1000;

  private final Samples samples = new Samples(31);
  private final Payloads payloads = new Payloads();

  @AfterAll
  static void close() {
    TENSORFLOW.close();
  }

  @Test
  void itParsesOurExamples() {
    List<byte[]> ours = new ArrayList<>();
    List<List<String>> expected = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      Example example = samples.example();
      ours.add(payloads.write(example));
      expected.add(Payloads.texts(example));
    }
    check(Samples.FEATURES, TENSORFLOW.parse(ours, Samples.FEATURES), expected);
  }

  @Test
  void itParsesOurSequenceExamples() {
    List<byte[]> ours = new ArrayList<>();
    List<List<String>> expected = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      SequenceExample example = samples.sequence();
      ours.add(payloads.write(example));
      expected.add(Payloads.texts(example));
    }
    List<FeatureSpec> all = new ArrayList<>(Samples.FEATURES);
    all.addAll(Samples.LISTS);
    check(all, TENSORFLOW.parseSequences(ours, Samples.FEATURES, Samples.LISTS), expected);
  }

  private static void check(
      List<FeatureSpec> specs, List<Ragged> columns, List<List<String>> expected) {
    for (int i = 0; i < specs.size(); i++) {
      int column = i;
      assertThat(columns.get(i).rows())
          .as(specs.get(i).name())
          .containsExactlyElementsOf(
              expected.stream().map(row -> Texts.filled(row.get(column))).toList());
    }
  }
}
