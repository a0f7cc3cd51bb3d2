package io.s3dlio.spark;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of a source cannot be: an option, a path, a schema. Thrown on the driver.
 *
 * <p>An {@link IllegalArgumentException}, because Spark's AnalysisException has other constructors
 * in each line; PySpark shows both by their own names.
 */
public final class SourceException extends IllegalArgumentException implements SparkThrowable {

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
