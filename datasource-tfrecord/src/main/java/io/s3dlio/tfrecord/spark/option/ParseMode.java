package io.s3dlio.tfrecord.spark.option;

/** What becomes of a record that is damaged; the option {@code mode}. */
public enum ParseMode {
  /** The job fails. */
  FAILFAST,
  /**
   * It becomes one row with nulls and the corrupt record's column; when not even the record's end
   * is known, that row stands for the rest of its file.
   */
  PERMISSIVE,
  /** It is left out, and counted; when its end is not known, the rest of its file is. */
  DROPMALFORMED
}
