package io.s3dlio.store;

import java.io.FileNotFoundException;

/** The bucket, container or root directory does not exist. */
public final class NoSuchBucketException extends FileNotFoundException {

  private static final long serialVersionUID = 1L;

  public NoSuchBucketException(String message) {
    super(message);
  }
}
