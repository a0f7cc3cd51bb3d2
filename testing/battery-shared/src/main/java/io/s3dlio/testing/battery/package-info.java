/** One battery of steps for format("tfrecord"), the same on every line of Spark. */
@NullMarked
package io.s3dlio.testing.battery;

import org.jspecify.annotations.NullMarked;
