package io.s3dlio.tfrecord.spark.plan;

/**
 * Some consecutive rows of all files together, in the order of the files.
 *
 * @param from zero-based
 * @param to the row after the last one
 */
record RowWindow(long from, long to) {}
