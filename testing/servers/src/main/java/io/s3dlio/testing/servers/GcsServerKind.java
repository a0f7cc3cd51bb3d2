package io.s3dlio.testing.servers;

import java.util.Arrays;
import java.util.List;

/** A server with Google's interface that tests can ask for by name. */
public enum GcsServerKind {
  /** Ours: does what Google's documentation says, races included. */
  FAKE {
    @Override
    public GcsServer start() {
      return GcsFake.start();
    }

    @Override
    public boolean installed() {
      return true;
    }
  },

  /**
   * Written by others: right in reads, listings, copies, composing and atomic creation, and without
   * a look at most other conditions and at credentials.
   */
  FAKE_GCS_SERVER {
    @Override
    public GcsServer start() {
      return ExternalGcsServer.start();
    }

    @Override
    public boolean installed() {
      return ExternalGcsServer.binary().isPresent();
    }
  };

  /** Starts a new server; a failure says what is missing. */
  public abstract GcsServer start();

  /** Whether this environment has it: ours always, the other one when named. */
  public abstract boolean installed();

  /** The servers of this environment. */
  public static List<GcsServerKind> allInstalled() {
    return Arrays.stream(values()).filter(GcsServerKind::installed).toList();
  }
}
