package io.s3dlio.spark;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/** What a source met while it read or wrote: damaged bytes, a file that changed or went away. */
public final class SourceIOException extends IOException implements SparkThrowable {

  private static final long serialVersionUID = 1L;

  private final SourceError error;
  private final HashMap<String, String> parameters;

  SourceIOException(
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
