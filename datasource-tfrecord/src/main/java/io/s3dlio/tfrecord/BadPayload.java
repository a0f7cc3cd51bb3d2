package io.s3dlio.tfrecord;

/** What a reader does about a payload whose CRC differs, while its record's length is right. */
public enum BadPayload {
  /** It is an error, and nothing after it is read. */
  FAIL,
  /**
   * The record is delivered as {@linkplain RecordBlock#isDamaged damaged}, and so are later ones.
   */
  MARK
}
