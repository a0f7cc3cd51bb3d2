package io.s3dlio.spark;

/**
 * Exceptions through methods of Scala's, which declare none: Spark looks at their classes, so they
 * are not to be wrapped. No instance.
 */
public final class Unchecked {

  private Unchecked() {}

  /** Throws what it is given; the result is for a {@code throw} of the caller's. */
  public static RuntimeException as(Exception e) {
    return Unchecked.<RuntimeException>thrown(e);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> E thrown(Exception e) throws E {
    throw (E) e;
  }
}
