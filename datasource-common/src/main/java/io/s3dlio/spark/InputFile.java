package io.s3dlio.spark;

import java.net.URI;
import org.apache.spark.rdd.InputFileBlockHolder;

/**
 * Tells Spark which file the rows come from that the task of this thread reads now: what {@code
 * input_file_name()} and its kin show. No instance.
 */
public final class InputFile {

  private InputFile() {}

  /** Rows are of this slice from now on. */
  public static void set(FileSlice slice) {
    InputFileBlockHolder.set(
        name(slice.source().file().toPath().toUri()), slice.start(), slice.length());
  }

  /** Rows are of no file any more. */
  public static void unset() {
    InputFileBlockHolder.unset();
  }

  /** As Spark's own sources have it: {@code file:///a}, where Hadoop says {@code file:/a}. */
  private static String name(URI uri) {
    return uri.getScheme() != null && uri.getRawAuthority() == null
        ? uri.getScheme() + "://" + uri.getRawPath()
        : uri.toString();
  }
}
