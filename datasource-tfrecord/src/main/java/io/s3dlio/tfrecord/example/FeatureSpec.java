package io.s3dlio.tfrecord.example;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One feature as a column: of the Example or of the SequenceExample's context when it is a scalar
 * or a list, of the SequenceExample's {@code feature_lists} when it is a list of lists.
 *
 * @param name the key, as in the record
 */
public record FeatureSpec(String name, FeatureKind kind, FeatureDepth depth) {

  /**
   * The order in which features stand in what {@link ExampleWriter} writes: the context before the
   * lists, each by the bytes of the key, as TensorFlow's deterministic serialisation has it.
   */
  public static final Comparator<FeatureSpec> WIRE_ORDER =
      Comparator.comparing(FeatureSpec::isListOfLists)
          .thenComparing(FeatureSpec::key, Arrays::compareUnsigned);

  public static FeatureSpec scalar(String name, FeatureKind kind) {
    return new FeatureSpec(name, kind, FeatureDepth.SCALAR);
  }

  public static FeatureSpec list(String name, FeatureKind kind) {
    return new FeatureSpec(name, kind, FeatureDepth.LIST);
  }

  public static FeatureSpec listOfLists(String name, FeatureKind kind) {
    return new FeatureSpec(name, kind, FeatureDepth.LIST_OF_LISTS);
  }

  /**
   * Looks whether records of a type can have these features.
   *
   * @throws IllegalArgumentException for payloads that are no messages, and for a list of lists
   *     outside of a SequenceExample
   */
  static void check(RecordType type, List<FeatureSpec> specs) {
    if (type == RecordType.BYTE_ARRAY) {
      throw new IllegalArgumentException("records of type ByteArray have no features");
    }
    for (FeatureSpec spec : specs) {
      if (spec.isListOfLists() && type != RecordType.SEQUENCE_EXAMPLE) {
        throw new IllegalArgumentException(
            "feature \"" + spec.name() + "\" is a list of lists: only SequenceExample has such");
      }
    }
  }

  boolean isListOfLists() {
    return depth == FeatureDepth.LIST_OF_LISTS;
  }

  /** The name in UTF-8. */
  byte[] key() {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
