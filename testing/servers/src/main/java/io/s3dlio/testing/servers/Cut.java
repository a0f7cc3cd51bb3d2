package io.s3dlio.testing.servers;

import java.io.IOException;

/** Says that the client's connection shall end now, before the exchange is complete. */
final class Cut extends IOException {
  private static final long serialVersionUID = 1L;

  enum How {
    CLOSE,
    RESET
  }

  private final How how;

  Cut(How how, String reason) {
    super(reason);
    this.how = how;
  }

  boolean resets() {
    return how == How.RESET;
  }
}
