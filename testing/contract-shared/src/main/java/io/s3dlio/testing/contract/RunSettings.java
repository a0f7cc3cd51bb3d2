package io.s3dlio.testing.contract;

/** What the build hands to a run, as system properties. */
public final class RunSettings {
  private RunSettings() {}

  /**
   * The value of a system property.
   *
   * @throws IllegalStateException when it is not set
   */
  public static String required(String property) {
    String value = System.getProperty(property, "");
    if (value.isEmpty()) {
      throw new IllegalStateException(
          property + " is not set: run the contract suites with Maven, which sets it");
    }
    return value;
  }

  /** The value of a system property that need not be set. */
  static String orElse(String property, String other) {
    String value = System.getProperty(property, "");
    return value.isEmpty() ? other : value;
  }
}
