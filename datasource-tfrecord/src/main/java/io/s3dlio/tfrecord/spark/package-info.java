/** The Spark source {@code tfrecord}: batch and streaming reads, writes, functions. */
@NullMarked
package io.s3dlio.tfrecord.spark;

import org.jspecify.annotations.NullMarked;
