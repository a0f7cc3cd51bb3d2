/** One set of class files links on every Hadoop line that we name. */
@NullMarked
package io.s3dlio.testing.linkage;

import org.jspecify.annotations.NullMarked;
