/** TensorFlow's {@code Example} and {@code SequenceExample} on the wire. Knows no Spark. */
@NullMarked
package io.s3dlio.tfrecord.example;

import org.jspecify.annotations.NullMarked;
