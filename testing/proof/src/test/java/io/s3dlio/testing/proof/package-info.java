/** What the documents promise, proved through Hadoop's API against real servers. */
@NullMarked
package io.s3dlio.testing.proof;

import org.jspecify.annotations.NullMarked;
