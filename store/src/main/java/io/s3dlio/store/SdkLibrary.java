package io.s3dlio.store;

import java.io.IOException;

/**
 * A library that a backend needs and that users may leave out.
 *
 * @param name as a message names it, for example {@code the AWS SDK}
 * @param artifacts what to add to the class path to have it
 */
public record SdkLibrary(String name, String artifacts) {

  /** Something that needs the library. */
  @FunctionalInterface
  public interface Call<T> {
    T run() throws IOException;
  }

  /** Something that needs the library and answers nothing. */
  @FunctionalInterface
  public interface Action {
    void run() throws IOException;
  }

  /**
   * Runs what needs the library.
   *
   * @throws StoreException when it is not on the class path, naming what to add
   */
  public <T> T call(ObjectUri root, Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (NoClassDefFoundError e) {
      throw missing(root, e);
    }
  }

  /**
   * Runs what needs the library.
   *
   * @throws StoreException when it is not on the class path, naming what to add
   */
  public void run(ObjectUri root, Action action) throws IOException {
    try {
      action.run();
    } catch (NoClassDefFoundError e) {
      throw missing(root, e);
    }
  }

  private StoreException missing(ObjectUri root, NoClassDefFoundError e) {
    return new StoreException(
        root
            + ": "
            + name
            + " is not on the class path ("
            + e.getMessage()
            + "); add "
            + artifacts
            + ", or use the bundle",
        e);
  }
}
