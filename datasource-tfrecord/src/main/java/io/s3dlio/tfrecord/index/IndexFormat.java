package io.s3dlio.tfrecord.index;

/** How an index is written down. */
public enum IndexFormat {
  /**
   * A line a record, {@code offset size}: the index of NVIDIA DALI ({@code tfrecord2idx}), also
   * written by vahidk/tfrecord ({@code .tfindex}) and s3dlio.
   */
  TEXT,
  /**
   * 16 bytes a record, offset and size as unsigned little-endian numbers: what s3dlio 0.9.17 and
   * later can write. Nothing else is known to read it.
   */
  BINARY16,
  /** Our own: 1 to 2 bytes a record as a rule, checksums, and a footer that counts. */
  COMPACT
}
