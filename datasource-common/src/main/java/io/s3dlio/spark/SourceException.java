package io.s3dlio.spark;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of a source cannot be: an option, a path, a schema. Thrown on the driver.
 *
 * <p>Not an AnalysisException, which has other constructors in each line of Spark; nor an {@link
 * IllegalArgumentException}, for which clients of Spark Connect look the condition up in Spark's
 * own list, where it is not.
 */
public final class SourceException extends RuntimeException implements SparkThrowable {

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

  /** The condition. */
  public SourceError error() {
    return error;
  }

  @Override
  public String getErrorClass() {
    return error.name();
  }

  /** What Spark calls the condition from 4.0 on. */
  public String getCondition() {
    return error.name();
  }

  @Override
  public String getSqlState() {
    return error.sqlState();
  }

  @Override
  public Map<String, String> getMessageParameters() {
    return new HashMap<>(parameters);
  }
}
