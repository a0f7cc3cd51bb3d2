/**
 * TFRecord files and their indexes on any Hadoop FileSystem. Knows Hadoop and no Spark, so that the
 * command line has it too.
 */
@NullMarked
package io.s3dlio.tfrecord.hadoop;

import org.jspecify.annotations.NullMarked;
