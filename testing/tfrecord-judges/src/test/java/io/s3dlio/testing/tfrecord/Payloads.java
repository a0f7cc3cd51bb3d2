package io.s3dlio.testing.tfrecord;

import io.s3dlio.tfrecord.example.ExampleDecoder;
import io.s3dlio.tfrecord.example.ExampleWriter;
import io.s3dlio.tfrecord.example.FeatureSpec;
import io.s3dlio.tfrecord.example.RecordType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.FeatureList;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.SequenceExample;

/** Values of Google's classes, written and read by ours. */
final class Payloads {

  private static final List<FeatureSpec> CONTEXT = sorted(Samples.FEATURES);
  private static final List<FeatureSpec> ALL =
      sorted(Stream.concat(Samples.FEATURES.stream(), Samples.LISTS.stream()).toList());

  private final ExampleWriter examples = new ExampleWriter(RecordType.EXAMPLE, CONTEXT);
  private final ExampleWriter sequences = new ExampleWriter(RecordType.SEQUENCE_EXAMPLE, ALL);

  /** The bytes that our writer makes of the values. */
  byte[] write(Example example) {
    examples.begin();
    writeFeatures(examples, CONTEXT, example.getFeatures());
    examples.finish();
    return examples.toBytes();
  }

  /** The bytes that our writer makes of the values. */
  byte[] write(SequenceExample example) {
    sequences.begin();
    writeFeatures(sequences, ALL, example.getContext());
    for (int i = 0; i < ALL.size(); i++) {
      FeatureSpec spec = ALL.get(i);
      FeatureList list = example.getFeatureLists().getFeatureListMap().get(spec.name());
      if (list != null) {
        writeSteps(i, spec, list);
      }
    }
    sequences.finish();
    return sequences.toBytes();
  }

  /**
   * The texts of all features of one payload as our decoder sees them, features before lists.
   *
   * @return one text that says why, when it refuses the payload
   */
  static List<String> read(RecordType type, byte[] payload) {
    List<FeatureSpec> specs = specs(type);
    ExampleDecoder decoder = new ExampleDecoder(type, specs);
    if (decoder.decode(payload, 0, payload.length) > 0) {
      return List.of("refused: " + decoder.problems().get(0).message());
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      texts.addAll(Texts.of(decoder.column(i), payload));
    }
    return texts;
  }

  /** The features of {@link Samples} in messages of this type. */
  static List<FeatureSpec> specs(RecordType type) {
    return type == RecordType.EXAMPLE
        ? Samples.FEATURES
        : Stream.concat(Samples.FEATURES.stream(), Samples.LISTS.stream()).toList();
  }

  static List<String> texts(Example example) {
    return Samples.FEATURES.stream().map(spec -> Texts.of(example.getFeatures(), spec)).toList();
  }

  static List<String> texts(SequenceExample example) {
    return Stream.concat(
            Samples.FEATURES.stream().map(spec -> Texts.of(example.getContext(), spec)),
            Samples.LISTS.stream().map(spec -> Texts.of(example.getFeatureLists(), spec)))
        .toList();
  }

  private static void writeFeatures(
      ExampleWriter writer, List<FeatureSpec> specs, Features features) {
    for (int i = 0; i < specs.size(); i++) {
      Feature feature = features.getFeatureMap().get(specs.get(i).name());
      if (feature == null) {
        continue;
      }
      switch (specs.get(i).kind()) {
        case INT64 -> {
          long[] longs = longs(List.of(feature));
          writer.int64List(i, longs, longs.length);
        }
        case FLOAT -> {
          float[] floats = floats(List.of(feature));
          writer.floatList(i, floats, floats.length);
        }
        case BYTES -> {
          Slices slices = Slices.of(List.of(feature));
          writer.bytesList(
              i, slices.bytes(), slices.starts(), slices.lengths(), slices.starts().length);
        }
      }
    }
  }

  private void writeSteps(int i, FeatureSpec spec, FeatureList list) {
    List<Feature> steps = list.getFeatureList();
    int[] offsets = new int[steps.size() + 1];
    for (int step = 0; step < steps.size(); step++) {
      Feature feature = steps.get(step);
      offsets[step + 1] =
          offsets[step]
              + feature.getInt64List().getValueCount()
              + feature.getFloatList().getValueCount()
              + feature.getBytesList().getValueCount();
    }
    switch (spec.kind()) {
      case INT64 -> sequences.int64Lists(i, longs(steps), offsets, steps.size());
      case FLOAT -> sequences.floatLists(i, floats(steps), offsets, steps.size());
      case BYTES -> {
        Slices slices = Slices.of(steps);
        sequences.bytesLists(
            i, slices.bytes(), slices.starts(), slices.lengths(), offsets, steps.size());
      }
    }
  }

  private static long[] longs(List<Feature> features) {
    return features.stream()
        .flatMap(feature -> feature.getInt64List().getValueList().stream())
        .mapToLong(Long::longValue)
        .toArray();
  }

  private static float[] floats(List<Feature> features) {
    List<Float> all =
        features.stream()
            .flatMap(feature -> feature.getFloatList().getValueList().stream())
            .toList();
    float[] floats = new float[all.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = all.get(i);
    }
    return floats;
  }

  private static List<FeatureSpec> sorted(List<FeatureSpec> specs) {
    List<FeatureSpec> sorted = new ArrayList<>(specs);
    sorted.sort(FeatureSpec.WIRE_ORDER);
    return Collections.unmodifiableList(sorted);
  }
}
