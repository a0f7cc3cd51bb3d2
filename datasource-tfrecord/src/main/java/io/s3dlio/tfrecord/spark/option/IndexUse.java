package io.s3dlio.tfrecord.spark.option;

/** Whether index files are used; the option {@code index}. */
public enum IndexUse {
  /** One that is there is used; one that does not belong to its file is an error. */
  AUTO,
  /** None is looked at. */
  OFF,
  /** A file without one is an error. */
  REQUIRED
}
