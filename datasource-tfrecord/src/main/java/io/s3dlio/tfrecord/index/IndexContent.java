package io.s3dlio.tfrecord.index;

/**
 * What was read from an index file.
 *
 * @param format how it is written down
 * @param index fits its file
 */
public record IndexContent(IndexFormat format, RecordIndex index) {}
