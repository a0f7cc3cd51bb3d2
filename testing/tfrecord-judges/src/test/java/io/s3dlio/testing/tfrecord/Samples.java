package io.s3dlio.testing.tfrecord;

import com.google.protobuf.ByteString;
import io.s3dlio.tfrecord.example.FeatureKind;
import io.s3dlio.tfrecord.example.FeatureSpec;
import java.util.List;
import java.util.Random;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.FeatureList;
import org.tensorflow.proto.FeatureLists;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.FloatList;
import org.tensorflow.proto.Int64List;
import org.tensorflow.proto.SequenceExample;

/** Examples with whatever the format allows, the same again for the same seed. */
final class Samples {

  /** Features of Examples and of contexts: of each kind one with a name outside of ASCII. */
  static final List<FeatureSpec> FEATURES =
      List.of(
          FeatureSpec.list("i", FeatureKind.INT64),
          FeatureSpec.list("zahl/größe", FeatureKind.INT64),
          FeatureSpec.list("f", FeatureKind.FLOAT),
          FeatureSpec.list("浮点", FeatureKind.FLOAT),
          FeatureSpec.list("b", FeatureKind.BYTES),
          FeatureSpec.list("😀 bytes", FeatureKind.BYTES));

  /** Features of the lists of SequenceExamples. */
  static final List<FeatureSpec> LISTS =
      List.of(
          FeatureSpec.listOfLists("steps", FeatureKind.INT64),
          FeatureSpec.listOfLists("signal", FeatureKind.FLOAT),
          FeatureSpec.listOfLists("frames", FeatureKind.BYTES));

  private static final long[] LONGS = {
    0, 1, -1, 127, 128, -128, 1L << 31, -(1L << 31), 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE
  };
  private static final float[] FLOATS = {
    0f,
    -0f,
    1f,
    Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN,
    Float.intBitsToFloat(0xffc12345)
  };

  private final Random random;

  Samples(long seed) {
    random = new Random(seed);
  }

  Example example() {
    return Example.newBuilder().setFeatures(features(FEATURES)).build();
  }

  SequenceExample sequence() {
    FeatureLists.Builder lists = FeatureLists.newBuilder();
    for (FeatureSpec list : LISTS) {
      int steps = count();
      FeatureList.Builder features = FeatureList.newBuilder();
      for (int i = 0; i < steps; i++) {
        features.addFeature(feature(list));
      }
      if (steps > 0 || random.nextBoolean()) {
        lists.putFeatureList(list.name(), features.build());
      }
    }
    return SequenceExample.newBuilder()
        .setContext(features(FEATURES))
        .setFeatureLists(lists)
        .build();
  }

  private Features features(List<FeatureSpec> names) {
    Features.Builder features = Features.newBuilder();
    for (FeatureSpec name : names) {
      if (random.nextInt(10) > 0) {
        features.putFeature(name.name(), feature(name));
      }
    }
    return features.build();
  }

  private Feature feature(FeatureSpec wanted) {
    Feature.Builder feature = Feature.newBuilder();
    int count = count();
    if (wanted.kind() == FeatureKind.INT64) {
      Int64List.Builder list = Int64List.newBuilder();
      for (int i = 0; i < count; i++) {
        list.addValue(integer());
      }
      feature.setInt64List(list);
    } else if (wanted.kind() == FeatureKind.FLOAT) {
      FloatList.Builder list = FloatList.newBuilder();
      for (int i = 0; i < count; i++) {
        list.addValue(real());
      }
      feature.setFloatList(list);
    } else {
      BytesList.Builder list = BytesList.newBuilder();
      for (int i = 0; i < count; i++) {
        byte[] bytes = new byte[random.nextInt(8) == 0 ? random.nextInt(5000) : random.nextInt(20)];
        random.nextBytes(bytes);
        list.addValue(ByteString.copyFrom(bytes));
      }
      feature.setBytesList(list);
    }
    return feature.build();
  }

  private int count() {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1, 2, 3 -> 1;
      case 4 -> random.nextInt(5);
      default -> random.nextInt(100);
    };
  }

  private long integer() {
    return switch (random.nextInt(3)) {
      case 0 -> LONGS[random.nextInt(LONGS.length)];
      case 1 -> random.nextInt(1000);
      default -> random.nextLong();
    };
  }

  private float real() {
    return switch (random.nextInt(3)) {
      case 0 -> FLOATS[random.nextInt(FLOATS.length)];
      case 1 -> random.nextFloat();
      default -> quiet(random.nextInt());
    };
  }

  /** A signalling NaN may come back as the quiet one from anybody who moves it as a number. */
  private static float quiet(int bits) {
    float value = Float.intBitsToFloat(bits);
    return Float.isNaN(value) ? Float.intBitsToFloat(bits | 0x00400000) : value;
  }
}
