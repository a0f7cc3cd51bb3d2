package io.s3dlio.store.s3;

import io.s3dlio.store.StoreException;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.http.NetworkFailures;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What failures of requests to S3 mean. */
final class S3Failures {

  /** What the SDK says of an answer that is no XML: it has no type for that. */
  private static final Pattern UNREADABLE =
      Pattern.compile("Could not parse XML|Unable to unmarshall");

  private final NetworkFailures network;

  /**
   * The failures of one client.
   *
   * @param address of the service, for messages
   */
  S3Failures(S3Config config, String address) {
    UnaryOperator<String> spelling = config.spelling();
    this.network =
        new NetworkFailures(
            "s3",
            address,
            spelling.apply("s3.endpoint") + " and " + spelling.apply("s3.region"),
            config.network().maxConnections(),
            spelling);
  }

  /**
   * The contract's word for a failure.
   *
   * @param what was tried
   */
  IOException failed(Object what, Exception e) {
    IOException known = network.word(what, e, cause -> own(what, cause, e));
    if (known != null) {
      return known;
    }
    String why = what + ": " + NetworkFailures.firstLine(e);
    return e instanceof SdkClientException && UNREADABLE.matcher(why).find()
        ? new TransientException(what + ": the answer was cut off or is not S3's", e)
        : new StoreException(why, e);
  }

  private static @Nullable IOException own(Object what, Throwable cause, Exception e) {
    if (cause instanceof AbortedException) {
      return NetworkFailures.interrupted(what, e);
    }
    if (!(cause instanceof S3Credentials.NoneFoundException)) {
      return null;
    }
    IOException denied =
        new AccessDeniedException(what.toString(), null, String.valueOf(cause.getMessage()));
    denied.initCause(e);
    return denied;
  }
}
