package io.s3dlio.tfrecord.example;

import io.s3dlio.tfrecord.FuzzTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Any payload: columns whose indices hold, or a row that is said to be undecodable. */
public final class ExampleFuzz implements FuzzTarget {

  private static final List<FeatureDepth> DEPTHS =
      List.of(FeatureDepth.SCALAR, FeatureDepth.LIST, FeatureDepth.LIST_OF_LISTS);

  @Override
  public byte[] seed(SplittableRandom random) {
    RecordType type = random.nextBoolean() ? RecordType.EXAMPLE : RecordType.SEQUENCE_EXAMPLE;
    return new OddMessages(random.nextLong()).valid(type);
  }

  @Override
  public void run(byte[] input, SplittableRandom random) {
    RecordType type = random.nextBoolean() ? RecordType.EXAMPLE : RecordType.SEQUENCE_EXAMPLE;
    List<FeatureSpec> specs = new ArrayList<>();
    for (String key : OddMessages.KEYS) {
      if (random.nextBoolean()) {
        int depths = type == RecordType.EXAMPLE ? 2 : 3;
        specs.add(
            new FeatureSpec(
                key,
                FeatureKind.ofField(random.nextInt(1, 4)),
                DEPTHS.get(random.nextInt(depths))));
      }
    }
    ExampleDecoder decoder = new ExampleDecoder(type, specs);
    int problems = decoder.decode(input, 0, input.length);
    check(problems == decoder.problems().size());
    for (int i = 0; i < specs.size(); i++) {
      checkColumn(decoder.column(i), input, problems > 0);
    }
    boolean isMessage = new FeatureShapes(type).add(input, 0, input.length).isEmpty();
    // The shapes look at every feature, the decoder at those asked for and at what they should be.
    check(!isMessage || problems == 0 || isOtherThanAskedFor(decoder));
  }

  private static boolean isOtherThanAskedFor(ExampleDecoder decoder) {
    String message = decoder.problems().get(0).message();
    return message.startsWith("feature \"");
  }

  private static void checkColumn(FeatureColumn column, byte[] input, boolean isUndecodable) {
    check(column.rows() == 1);
    check(!isUndecodable || column.isNull(0));
    int first = 0;
    int end = 1;
    if (column.spec().depth() != FeatureDepth.SCALAR) {
      first = column.offsets()[0];
      end = column.offsets()[1];
      check(first == 0 && end >= 0 && end <= input.length);
    }
    if (column.spec().isListOfLists()) {
      for (int step = 0; step < end; step++) {
        check(column.stepOffsets()[step] <= column.stepOffsets()[step + 1]);
      }
      first = column.stepOffsets()[0];
      end = column.stepOffsets()[end];
      check(first == 0 && end <= input.length);
    }
    if (column.isNull(0) || column.spec().kind() != FeatureKind.BYTES) {
      return;
    }
    for (int i = first; i < end; i++) {
      check(column.starts()[i] >= 0 && column.lengths()[i] >= 0);
      check(column.starts()[i] <= input.length - column.lengths()[i]);
    }
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("a column that is not what it says");
    }
  }
}
