package io.s3dlio.tfrecord;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Compressed bytes that are damaged or cut off; the reader above adds the place. */
final class CompressedDataException extends IOException {

  private static final long serialVersionUID = 1L;

  CompressedDataException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
