package io.s3dlio.testing.contract;

import java.util.Locale;

/** A URI scheme whose contract is tested. */
public enum Scheme {
  /** Objects on an S3 server. */
  S3("s3"),
  /** Objects on an Azure server. */
  AZ("az"),
  /** The other name of {@link #AZ}. */
  AZURE("az"),
  /** Objects on a server with Google's interface. */
  GS("gs"),
  /** The other name of {@link #GS}. */
  GCS("gs"),
  /** Local files, stock dialect. */
  FILE("file"),
  /** Local files past the page cache. */
  DIRECT("direct");

  private static final String PROPERTY = "s3dlio.contract.scheme";

  /** What the user leaves out with {@code -Dwithout=}. */
  private static final String WITHOUT = System.getProperty("s3dlio.without", "nothing");

  /** The only service that runs, where one judge after another is asked for the same scheme. */
  private static final String ONLY = System.getProperty("s3dlio.contract.only", "");

  private final String column;

  Scheme(String column) {
    this.column = column;
  }

  /**
   * The scheme that this run tests.
   *
   * @throws IllegalStateException when the build did not say which
   */
  public static Scheme ofThisRun() {
    return of(RunSettings.required(PROPERTY));
  }

  /** The scheme of this name, for example {@code s3}. */
  static Scheme of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** Whether its root is the machine's own, which no suite may empty. */
  public boolean isLocal() {
    return this == FILE || this == DIRECT;
  }

  /** As it stands in a URI, for example {@code s3}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its column in the table of options: two names of one service have one column. */
  String column() {
    return column;
  }

  /** Whether the build was told to leave this scheme out; its suites have then not run. */
  public boolean leftOut() {
    return (WITHOUT.equals("azure") && column.equals("az"))
        || !(ONLY.isEmpty() || ONLY.equals(column));
  }
}
