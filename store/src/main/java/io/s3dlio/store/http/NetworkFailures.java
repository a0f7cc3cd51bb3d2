package io.s3dlio.store.http;

import io.s3dlio.store.StoreException;
import io.s3dlio.store.TransientException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Turns failures that came before or instead of an answer into the exceptions of the contract.
 *
 * @param area of the service's options, such as {@code az}
 * @param address of the service, for messages
 * @param whereabouts what decides about the address, for messages
 * @param maxConnections of one store
 * @param spelling names of options as the user writes them
 */
public record NetworkFailures(
    String area,
    String address,
    String whereabouts,
    int maxConnections,
    UnaryOperator<String> spelling) {

  /** Deepest chain of causes that is looked at: chains may be circles. */
  private static final int DEEPEST = 20;

  /** What one service knows of its own causes; null for all others. */
  @FunctionalInterface
  public interface Own {
    @Nullable IOException word(Throwable cause);
  }

  /**
   * The contract's word for a failure; null when nothing is known of any of its causes.
   *
   * @param what was tried
   * @param own asked first for each cause, from the outside in
   */
  public @Nullable IOException word(Object what, Exception e, Own own) {
    List<Throwable> causes = causes(e);
    if (interrupted(causes)) {
      return interrupted(what, e);
    }
    for (Throwable cause : causes) {
      IOException found = own.word(cause);
      if (found == null) {
        found = word(what, cause, causes, e);
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** For a thread that was interrupted: keeps its flag. */
  public static IOException interrupted(Object what, Exception e) {
    Thread.currentThread().interrupt();
    return withCause(new InterruptedIOException(what + ": interrupted"), e);
  }

  private @Nullable IOException word(
      Object what, Throwable cause, List<Throwable> all, Exception e) {
    if (cause instanceof UnknownHostException) {
      String why = ": the host of " + address + " is unknown; check " + whereabouts;
      return withCause(new UnknownHostException(what + why), e);
    }
    if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      String why = ": no connection to " + address + ": " + firstLine(cause) + "; check ";
      return withCause(
          new ConnectException(what + why + whereabouts + " and that the service runs"), e);
    }
    if (cause instanceof SSLException) {
      return handshake(what, cause, all, e);
    }
    return cause instanceof IOException
        ? new TransientException(what + ": " + firstLine(cause) + advice(cause), e)
        : null;
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
            + option("ca-bundle")
            + ", and check that the endpoint speaks https",
        e);
  }

  private String advice(Throwable cause) {
    // By name: an SDK may have the HTTP client under a name of its own.
    return cause.getClass().getSimpleName().equals("ConnectionRequestTimeoutException")
        ? "; all " + maxConnections + " connections are in use, see " + option("max-connections")
        : "";
  }

  private String option(String name) {
    return spelling.apply(area + "." + name);
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

  /** The first line of a failure's message, or its type when it has none. */
  public static String firstLine(Throwable e) {
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
