package io.s3dlio.store.s3;

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
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Turns failures that came before or instead of an answer into the exceptions of the contract. */
final class S3Failures {

  /** Deepest chain of causes that is looked at: chains may be circles. */
  private static final int DEEPEST = 20;

  /** What the SDK says of an answer that is no XML: it has no type for that. */
  private static final Pattern UNREADABLE =
      Pattern.compile("Could not parse XML|Unable to unmarshall");

  private final S3Config config;
  private final String address;

  /**
   * @param address of the service, for messages
   */
  S3Failures(S3Config config, String address) {
    this.config = config;
    this.address = address;
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
    String why = what + ": " + firstLine(e);
    if (e instanceof IOException) {
      return new TransientException(why, e);
    }
    if (e instanceof SdkClientException && UNREADABLE.matcher(why).find()) {
      return new TransientException(what + ": the answer was cut off or is not S3's", e);
    }
    return new StoreException(why, e);
  }

  private @Nullable IOException byCause(
      Object what, Throwable cause, List<Throwable> all, Exception e) {
    if (cause instanceof S3Credentials.NoneFoundException) {
      return withCause(
          new AccessDeniedException(what.toString(), null, String.valueOf(cause.getMessage())), e);
    }
    if (cause instanceof UnknownHostException) {
      return withCause(
          new UnknownHostException(
              what
                  + ": the host of "
                  + address
                  + " is unknown; check "
                  + option("s3.endpoint")
                  + " and "
                  + option("s3.region")),
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
                  + option("s3.endpoint")
                  + " and that the service runs"),
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
            + option("s3.ca-bundle")
            + ", and check that the endpoint speaks https",
        e);
  }

  private String advice(Throwable cause) {
    // By name: the SDK hands its HTTP client's type through, which is not ours to import.
    return cause.getClass().getSimpleName().equals("ConnectionRequestTimeoutException")
        ? "; all "
            + config.network().maxConnections()
            + " connections are in use, see "
            + option("s3.max-connections")
        : "";
  }

  private String option(String name) {
    return config.spelling().apply(name);
  }

  private static boolean interrupted(List<Throwable> causes) {
    return causes.stream()
        .anyMatch(
            cause ->
                cause instanceof AbortedException
                    || cause instanceof InterruptedException
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
