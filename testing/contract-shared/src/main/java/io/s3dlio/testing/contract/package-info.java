/**
 * What every line of Hadoop's contract suites shares: our schemes as contracts, their options, and
 * the report that decides.
 *
 * <p>No JUnit type appears here: 3.5 runs on Jupiter, 3.4 on JUnit 4, and this source is compiled
 * for both.
 */
@NullMarked
package io.s3dlio.testing.contract;

import org.jspecify.annotations.NullMarked;
