package io.s3dlio.testing.tfrecord;

import org.tensorflow.types.family.TType;

/** A feature that TensorFlow's parsers are asked for. */
record Wanted(String name, Class<? extends TType> type) {}
