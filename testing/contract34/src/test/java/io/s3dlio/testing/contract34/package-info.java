/** Hadoop's contract suites as Hadoop 3.4 has them, one thin class each, and the report. */
@NullMarked
package io.s3dlio.testing.contract34;

import org.jspecify.annotations.NullMarked;
