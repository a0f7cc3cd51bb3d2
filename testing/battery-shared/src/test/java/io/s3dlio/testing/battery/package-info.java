/** Runs the battery in the build. */
@NullMarked
package io.s3dlio.testing.battery;

import org.jspecify.annotations.NullMarked;
