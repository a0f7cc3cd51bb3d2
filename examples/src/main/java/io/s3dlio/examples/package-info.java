/**
 * Spark jobs that know nothing of s3dlio: their paths begin with {@code s3://}, and that is all.
 */
@NullMarked
package io.s3dlio.examples;

import org.jspecify.annotations.NullMarked;
