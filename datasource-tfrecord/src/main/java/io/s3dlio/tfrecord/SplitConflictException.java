package io.s3dlio.tfrecord;

import io.s3dlio.store.CorruptFormatException;
import org.jspecify.annotations.Nullable;

/**
 * A file was split without an index at places that only looked like borders between records; no
 * wrong record was kept, because the whole job fails.
 */
public final class SplitConflictException extends CorruptFormatException {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final long begin;
  private final long end;

  /**
   * A conflict in one split.
   *
   * @param begin where reading began
   * @param end where it should have landed
   */
  SplitConflictException(
      String file, long begin, long end, String what, @Nullable Throwable cause) {
    super(
        file
            + ": "
            + what
            + ". Payloads of this file hold what looks like records. Write an index"
            + " (./s3dlio tfrecord index), or set splitWithoutIndex=false.",
        cause);
    this.file = file;
    this.begin = begin;
    this.end = end;
  }

  /** As the user named it. */
  public String file() {
    return file;
  }

  /** Where reading began, in bytes. */
  public long begin() {
    return begin;
  }

  /** Where a record should have ended, in bytes. */
  public long end() {
    return end;
  }
}
