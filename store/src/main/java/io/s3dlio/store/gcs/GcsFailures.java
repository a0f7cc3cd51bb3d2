package io.s3dlio.store.gcs;

import io.s3dlio.store.StoreException;
import io.s3dlio.store.TransientException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;

/** Turns failures that came before or instead of an answer into the exceptions of the contract. */
final class GcsFailures {

  /** Deepest chain of causes that is looked at: chains may be circles. */
  private static final int DEEPEST = 20;

  private final GcsConfig config;
  private final String address;

  GcsFailures(GcsConfig config) {
    this.config = config;
    this.address = GcsClients.address(config).toString();
  }

  /**
   * The contract's word for a failure.
   *
   * @param what was tried
   */
  IOException failed(Object what, Exception e) {
    List<Throwable> causes = causes(e);
    if (interrupted(causes)) {
      Thread.currentThread().interrupt();
      return withCause(new InterruptedIOException(what + ": interrupted"), e);
    }
    for (Throwable cause : causes) {
      IOException found = byCause(what, cause, causes, e);
      if (found != null) {
        return found;
      }
    }
    return new StoreException(what + ": " + firstLine(e), e);
  }

  private @Nullable IOException byCause(
      Object what, Throwable cause, List<Throwable> all, Exception e) {
    if (cause instanceof GcsCredentials.UnavailableException unavailable) {
      String why = String.valueOf(unavailable.getMessage());
      return unavailable.mayPass()
          ? new TransientException(what + ": " + why, e)
          : withCause(new AccessDeniedException(what.toString(), null, why), e);
    }
    if (cause instanceof UnknownHostException) {
      return withCause(
          new UnknownHostException(
              what + ": the host of " + address + " is unknown; check " + option("gs.endpoint")),
          e);
    }
    if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      return withCause(
          new ConnectException(
              what
                  + ": no connection to "
                  + address
                  + ": "
                  + firstLine(cause)
                  + "; check "
                  + option("gs.endpoint")
                  + " (or STORAGE_EMULATOR_HOST) and that the service runs"),
          e);
    }
    if (cause instanceof SSLException) {
      return handshake(what, cause, all, e);
    }
    if (cause instanceof IOException) {
      return new TransientException(what + ": " + firstLine(cause) + advice(cause), e);
    }
    return null;
  }

  private IOException handshake(Object what, Throwable cause, List<Throwable> all, Exception e) {
    boolean cut =
        all.stream().anyMatch(c -> c instanceof SocketException || c instanceof EOFException);
    if (cut) {
      return new TransientException(what + ": the TLS connection broke: " + firstLine(cause), e);
    }
    return new StoreException(
        what
            + ": no trusted TLS connection to "
            + address
            + ": "
            + firstLine(cause)
            + "; name the service's certificate authority in "
            + option("gs.ca-bundle")
            + ", and check that the endpoint speaks https",
        e);
  }

  private String advice(Throwable cause) {
    return cause instanceof ConnectionRequestTimeoutException
        ? "; all "
            + config.network().maxConnections()
            + " connections are in use, see "
            + option("gs.max-connections")
        : "";
  }

  private String option(String name) {
    return config.spelling().apply(name);
  }

  private static boolean interrupted(List<Throwable> causes) {
    return causes.stream()
        .anyMatch(
            cause ->
                cause instanceof InterruptedException
                    || (cause instanceof InterruptedIOException
                        && Thread.currentThread().isInterrupted()));
  }

  private static List<Throwable> causes(Throwable e) {
    List<Throwable> causes = new ArrayList<>();
    Throwable cause = e;
    while (cause != null && causes.size() < DEEPEST) {
      causes.add(cause);
      cause = cause.getCause();
    }
    return causes;
  }

  private static String firstLine(Throwable e) {
    String text = e.getMessage();
    return text == null || text.isBlank()
        ? e.getClass().getSimpleName()
        : text.lines().findFirst().orElse("");
  }

  private static <E extends IOException> E withCause(E exception, Throwable cause) {
    exception.initCause(cause);
    return exception;
  }
}
