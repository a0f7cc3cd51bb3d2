/**
 * What users set and what they are told: options, parsed, and the conditions that reads and writes
 * report. Knows no other package of the source. Begin with {@link TfRecordOptions} and {@link
 * TfRecordErrors}; {@code docs/tfrecord.md} has their tables.
 */
@NullMarked
package io.s3dlio.tfrecord.spark.option;

import org.jspecify.annotations.NullMarked;
