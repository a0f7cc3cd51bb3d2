/** The measurements of docs/performance.md: what runs, on which data, against whom. */
@NullMarked
package io.s3dlio.benchmarks;

import org.jspecify.annotations.NullMarked;
