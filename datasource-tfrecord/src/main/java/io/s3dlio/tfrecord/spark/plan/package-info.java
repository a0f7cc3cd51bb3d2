/**
 * What the driver does before a read: data set and schema, push-down, slices of files, streams.
 * Begin with {@link TfRecordScanBuilder}, which gathers what Spark asks for, then {@link
 * SlicePlanner}, which cuts the files; {@link TfRecordData} is the set they share.
 */
@NullMarked
package io.s3dlio.tfrecord.spark.plan;

import org.jspecify.annotations.NullMarked;
