/**
 * Spark's column vectors over plain arrays that the formats fill: nothing is copied, and a vector
 * is used again for the next batch.
 */
@NullMarked
package io.s3dlio.spark.vector;

import org.jspecify.annotations.NullMarked;
