package io.s3dlio.tfrecord.example;

/** A payload that is no message of its type. Without a stack: bad input must not be slow input. */
final class MalformedException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedException(String message) {
    super(message, null, false, false);
  }
}
