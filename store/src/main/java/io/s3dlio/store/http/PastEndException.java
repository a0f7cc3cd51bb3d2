package io.s3dlio.store.http;

import java.io.EOFException;
import java.util.OptionalLong;

/** A range that starts at or past the end of an object. */
public final class PastEndException extends EOFException {

  private static final long serialVersionUID = 1L;

  private final long size;

  /**
   * A refusal of a range.
   *
   * @param size of the object in bytes, when the answer said it
   */
  public PastEndException(String message, OptionalLong size) {
    super(message);
    this.size = size.orElse(-1);
  }

  /** The object's size in bytes, when the answer said it. */
  public OptionalLong size() {
    return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
  }
}
