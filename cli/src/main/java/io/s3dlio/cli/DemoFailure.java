package io.s3dlio.cli;

/** The demo cannot go on, or found a difference; the message is for the user, without a trace. */
final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message);
  }
}
