package io.s3dlio.tfrecord.example;

/** The three kinds of values a Feature has (the oneof {@code kind} of feature.proto). */
public enum FeatureKind {
  /** {@code bytes_list}, field 1. */
  BYTES(1, "bytes_list"),
  /** {@code float_list}, field 2. */
  FLOAT(2, "float_list"),
  /** {@code int64_list}, field 3. */
  INT64(3, "int64_list");

  private final int field;
  private final String text;

  FeatureKind(int field, String text) {
    this.field = field;
    this.text = text;
  }

  /** The name of the field in feature.proto. */
  public String text() {
    return text;
  }

  /** The number of the field in feature.proto, 1 to 3. */
  int field() {
    return field;
  }

  /** The inverse of {@link #field()}. */
  static FeatureKind ofField(int field) {
    return field == 1 ? BYTES : field == 2 ? FLOAT : INT64;
  }
}
