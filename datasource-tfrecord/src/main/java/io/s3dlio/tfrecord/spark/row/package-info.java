/**
 * Records as rows and back, in memory alone: no file, no plan, no task. {@link TypeMapping} says
 * which Spark type is which feature. {@link RecordDecoder} makes columns of a block of records and
 * {@link StructDecoder} one row of one payload, both by {@link FeatureVectors}; {@link RowEncoder}
 * makes payloads of rows.
 */
@NullMarked
package io.s3dlio.tfrecord.spark.row;

import org.jspecify.annotations.NullMarked;
