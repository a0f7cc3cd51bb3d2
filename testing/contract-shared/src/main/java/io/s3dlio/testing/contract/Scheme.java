package io.s3dlio.testing.contract;

import java.util.Locale;

/** A URI scheme whose contract is tested. */
public enum Scheme {
  /** Objects on an S3 server. */
  S3,
  /** Local files, stock dialect. */
  FILE,
  /** Local files past the page cache. */
  DIRECT;

  private static final String PROPERTY = "s3dlio.contract.scheme";

  /**
   * The scheme that this run tests.
   *
   * @throws IllegalStateException when the build did not say which
   */
  public static Scheme ofThisRun() {
    return valueOf(RunSettings.required(PROPERTY).toUpperCase(Locale.ROOT));
  }

  /** Whether its root is the machine's own, which no suite may empty. */
  public boolean isLocal() {
    return this == FILE || this == DIRECT;
  }

  /** As it stands in a URI, for example {@code s3}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
