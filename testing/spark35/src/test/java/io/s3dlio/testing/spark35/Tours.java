package io.s3dlio.testing.spark35;

import io.s3dlio.examples.Tour;
import java.io.IOException;
import java.util.Arrays;

/**
 * The jobs of the demo several times in one process, because Spark takes longer to start than they
 * take to run.
 */
public final class Tours {

  private Tours() {}

  /** Arguments: pairs of a folder to read and a folder below which results are written. */
  public static void main(String[] arguments) throws IOException {
    for (int i = 0; i < arguments.length; i += 2) {
      Tour.main(Arrays.copyOfRange(arguments, i, i + 2));
    }
  }
}
