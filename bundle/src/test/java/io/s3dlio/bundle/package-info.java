/** What the bundle promises, read from and run from the jar itself. */
@NullMarked
package io.s3dlio.bundle;

import org.jspecify.annotations.NullMarked;
