package io.s3dlio.tfrecord.spark.option;

/** What a feature of bytes becomes when the schema is inferred; the option {@code inferBytesAs}. */
public enum BytesAs {
  /** Always binary: no bytes are changed. */
  BINARY,
  /** Always string, as LinkedIn's source has it. */
  STRING,
  /** String when every value of the sample is UTF-8 text, else binary. */
  AUTO
}
