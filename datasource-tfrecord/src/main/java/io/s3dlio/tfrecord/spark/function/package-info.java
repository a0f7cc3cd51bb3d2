/**
 * The functions {@code from_tf_example} and {@code to_tf_example}: {@link TfRecordFunction} checks
 * the arguments and builds the expressions, which call {@link FromTfExample} and {@link
 * ToTfExample}. Those two are public because Spark's generated code calls them by name.
 */
@NullMarked
package io.s3dlio.tfrecord.spark.function;

import org.jspecify.annotations.NullMarked;
