package io.s3dlio.store.azure;

import com.azure.core.exception.ClientAuthenticationException;
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
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;

/** Turns failures that came before or instead of an answer into the exceptions of the contract. */
final class AzureFailures {

  /** Deepest chain of causes that is looked at: chains may be circles. */
  private static final int DEEPEST = 20;

  /** What the SDK says of an answer that is no XML: it has no type for that. */
  private static final Pattern UNREADABLE =
      Pattern.compile("XML|Deserialization|deserializ|ParseError", Pattern.CASE_INSENSITIVE);

  private final AzureConfig config;
  private final AzureCredentials credentials;

  AzureFailures(AzureConfig config, AzureCredentials credentials) {
    this.config = config;
    this.credentials = credentials;
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
    if (UNREADABLE.matcher(why).find()) {
      return new TransientException(what + ": the answer was cut off or is not Azure's", e);
    }
    return new StoreException(why, e);
  }

  private @Nullable IOException byCause(
      Object what, Throwable cause, List<Throwable> all, Exception e) {
    if (cause instanceof ClientAuthenticationException) {
      String advice = ": no token: " + firstLine(cause) + "; " + credentials.cure();
      return withCause(new AccessDeniedException(what.toString(), null, advice), e);
    }
    if (cause instanceof UnknownHostException) {
      String advice =
          ": the host of "
              + address()
              + " is unknown; check the account's name and "
              + option("az.endpoint");
      return withCause(new UnknownHostException(what + advice), e);
    }
    if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      String advice =
          ": no connection to "
              + address()
              + ": "
              + firstLine(cause)
              + "; check "
              + option("az.endpoint")
              + " and that the service runs";
      return withCause(new ConnectException(what + advice), e);
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
            + address()
            + ": "
            + firstLine(cause)
            + "; name the service's certificate authority in "
            + option("az.ca-bundle")
            + ", and check that the endpoint speaks https",
        e);
  }

  private String advice(Throwable cause) {
    return cause instanceof ConnectionRequestTimeoutException
        ? "; all "
            + config.network().maxConnections()
            + " connections are in use, see "
            + option("az.max-connections")
        : "";
  }

  private String address() {
    return config.address().endpoint().toString();
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

  /** The deepest last, without the SDK's own wrappers, which are no I/O failures. */
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
