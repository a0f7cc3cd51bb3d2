package io.s3dlio.tfrecord.example;

/**
 * What sampled records say about a feature.
 *
 * @param seen records in which a kind is set for it
 * @param records records that were sampled
 * @param isText whether it has bytes and all of them are printable UTF-8: proved for the sample, no
 *     more
 */
public record FeatureShape(FeatureSpec spec, long seen, long records, boolean isText) {

  /** Sampled records in which it has no kind or is not at all. */
  public long absent() {
    return records - seen;
  }
}
