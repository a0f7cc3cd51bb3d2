package io.s3dlio.spark;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a source met while it read or wrote: damaged bytes, a file that changed or went away. */
public final class SourceIOException extends IOException implements SourceThrowable {

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

  @Override
  public SourceError error() {
    return error;
  }

  @Override
  public Map<String, String> getMessageParameters() {
    return new HashMap<>(parameters);
  }
}
