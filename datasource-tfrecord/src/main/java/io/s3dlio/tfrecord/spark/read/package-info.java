/**
 * What a task does to read: {@link ReadPlan} and {@link TfRecordPartition} arrive from the driver,
 * {@link SliceRecords} finds a slice's records, {@link SliceBatches} makes batches of them by
 * {@link BatchMaker}. {@link CountReaders} counts without decoding. Nothing here plans, lists or
 * asks a session. Begin with {@link TfRecordReaders}.
 */
@NullMarked
package io.s3dlio.tfrecord.spark.read;

import org.jspecify.annotations.NullMarked;
