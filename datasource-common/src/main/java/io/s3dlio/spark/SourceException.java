package io.s3dlio.spark;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of a source cannot be: an option, a path, a schema. Thrown on the driver.
 *
 * <p>Not an AnalysisException, which has other constructors in each line of Spark; nor an {@link
 * IllegalArgumentException}, for which clients of Spark Connect look the condition up in Spark's
 * own list, where it is not.
 */
public final class SourceException extends RuntimeException implements SourceThrowable {

  private static final long serialVersionUID = 1L;

  private final SourceError error;
  private final HashMap<String, String> parameters;

  SourceException(
      SourceError error,
      String message,
      Map<String, String> parameters,
      @Nullable Throwable cause) {
    super(message, cause);
    this.error = error;
    this.parameters = new HashMap<>(parameters);
  }

  @Override
  public SourceError error() {
    return error;
  }

  @Override
  public Map<String, String> getMessageParameters() {
    return new HashMap<>(parameters);
  }
}
