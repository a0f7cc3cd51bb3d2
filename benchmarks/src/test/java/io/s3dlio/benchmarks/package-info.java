/** The harness itself, on sets of a few records. */
@NullMarked
package io.s3dlio.benchmarks;

import org.jspecify.annotations.NullMarked;
