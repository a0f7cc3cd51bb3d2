/**
 * Spark's own file machinery, version 1 of its sources: all writes, and the reads that Spark plans
 * itself. {@link TfRecordFileFormat} is what it calls; reads go on by {@link V1Reads} on the driver
 * and {@link V1FileReader} in tasks.
 */
@NullMarked
package io.s3dlio.tfrecord.spark.v1;

import org.jspecify.annotations.NullMarked;
