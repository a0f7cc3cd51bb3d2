/** The little that exists only in the bundle: who hands out the loggers of what was relocated. */
@NullMarked
package io.s3dlio.bundle;

import org.jspecify.annotations.NullMarked;
