package io.s3dlio.tfrecord;

/** Which of a record's two masked CRC32C are compared with its bytes. */
public enum VerifyCrc {
  /** That of the length and that of the payload: every byte read is proved. */
  FULL,
  /** That of the length only: records are found safely, payloads are believed. */
  LENGTH,
  /** Neither: lengths are only held against what the file has left. */
  OFF
}
