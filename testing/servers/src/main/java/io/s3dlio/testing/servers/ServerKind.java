package io.s3dlio.testing.servers;

import java.util.Arrays;
import java.util.List;

/**
 * A server that tests can ask for by name; the suites that run on every server go through these.
 */
public enum ServerKind {
  S3PROXY {
    @Override
    public S3Server start() {
      return S3ProxyServer.start();
    }

    @Override
    public boolean installed() {
      return true;
    }
  },
  S3MOCK {
    @Override
    public S3Server start() {
      return S3MockServer.start();
    }

    @Override
    public boolean installed() {
      return true;
    }
  },
  MINIO {
    @Override
    public S3Server start() {
      return ExternalS3Server.MINIO.start();
    }

    @Override
    public boolean installed() {
      return ExternalS3Server.MINIO.binary().isPresent();
    }
  },
  VERSITYGW {
    @Override
    public S3Server start() {
      return ExternalS3Server.VERSITYGW.start();
    }

    @Override
    public boolean installed() {
      return ExternalS3Server.VERSITYGW.binary().isPresent();
    }
  };

  /** Starts a new server; a failure says what is missing. */
  public abstract S3Server start();

  /** Whether this environment has it: the Maven servers always, the others when named. */
  public abstract boolean installed();

  /** The servers of this environment. */
  public static List<ServerKind> allInstalled() {
    return Arrays.stream(values()).filter(ServerKind::installed).toList();
  }
}
