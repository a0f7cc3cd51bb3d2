/** format("tfrecord") in the company that users have: test frameworks, HDFS, s3a. */
@NullMarked
package io.s3dlio.testing.battery.guests;

import org.jspecify.annotations.NullMarked;
