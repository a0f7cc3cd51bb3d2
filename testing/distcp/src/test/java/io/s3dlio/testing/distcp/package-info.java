/** Trees that Hadoop's own programs move between stores. */
@NullMarked
package io.s3dlio.testing.distcp;

import org.jspecify.annotations.NullMarked;
