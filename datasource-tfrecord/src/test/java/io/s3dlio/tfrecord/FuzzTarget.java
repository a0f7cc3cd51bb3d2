package io.s3dlio.tfrecord;

import java.io.IOException;
import java.util.SplittableRandom;

/**
 * A decoder that takes any bytes: it answers, or throws the project's exceptions for corrupt or
 * unsupported bytes, and nothing else.
 */
public interface FuzzTarget {

  /** A valid input, from which others are made; a few hundred bytes serve best. */
  byte[] seed(SplittableRandom random) throws IOException;

  /** Decodes one input; chooses among its options by the random numbers. */
  void run(byte[] input, SplittableRandom random) throws IOException;
}
