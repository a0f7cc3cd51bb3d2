package io.s3dlio.tfrecord.spark.read;

import java.io.Serializable;

/**
 * A sample of rows that is the same whatever reads them: each record is in or out by a hash of
 * seed, file and place.
 *
 * @param lower least fraction, from 0
 * @param upper fraction above all, to 1
 */
public record RowSample(double lower, double upper, long seed) implements Serializable {

  /** What the records of a file are tried with. */
  long ofFile(String path) {
    return mix(seed ^ mix(path.hashCode()));
  }

  /** Whether a record is in the sample. */
  boolean contains(long ofFile, long offset) {
    double at = (mix(ofFile ^ offset * 0x9e3779b97f4a7c15L) >>> 11) * 0x1p-53;
    return at >= lower && at < upper;
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
