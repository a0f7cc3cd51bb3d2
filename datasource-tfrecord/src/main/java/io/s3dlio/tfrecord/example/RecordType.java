package io.s3dlio.tfrecord.example;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the payloads of a file are. */
public enum RecordType {
  /** {@code tensorflow.Example}: a map of features. */
  EXAMPLE("Example"),
  /** {@code tensorflow.SequenceExample}: a map of features and a map of lists of features. */
  SEQUENCE_EXAMPLE("SequenceExample"),
  /** Bytes of the user's own. */
  BYTE_ARRAY("ByteArray");

  private final String text;

  RecordType(String text) {
    this.text = text;
  }

  /** The spelling of the option {@code recordType}. */
  public String text() {
    return text;
  }

  /**
   * The type of that name, in any case.
   *
   * @throws IllegalArgumentException names the legal ones
   */
  public static RecordType of(String text) {
    for (RecordType type : values()) {
      if (type.text.toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "no record type \""
            + text
            + "\": use one of "
            + Arrays.stream(values()).map(RecordType::text).collect(Collectors.joining(", ")));
  }
}
