package io.s3dlio.tfrecord.example;

/** How many values a feature has in one record. */
public enum FeatureDepth {
  /** None or one. */
  SCALAR,
  /** Any number. */
  LIST,
  /** A list of steps, each with any number of values: one of {@code feature_lists}. */
  LIST_OF_LISTS
}
