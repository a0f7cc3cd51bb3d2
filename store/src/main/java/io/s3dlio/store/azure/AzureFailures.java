package io.s3dlio.store.azure;

import com.azure.core.exception.ClientAuthenticationException;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.http.NetworkFailures;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What failures of requests to Azure mean. */
final class AzureFailures {

  /** What the SDK says of an answer that is no XML: it has no type for that. */
  private static final Pattern UNREADABLE =
      Pattern.compile("XML|deserializ|ParseError", Pattern.CASE_INSENSITIVE);

  private final NetworkFailures network;
  private final AzureCredentials credentials;

  AzureFailures(AzureConfig config, AzureCredentials credentials) {
    UnaryOperator<String> spelling = config.spelling();
    this.network =
        new NetworkFailures(
            "az",
            config.address().endpoint().toString(),
            "the account's name and " + spelling.apply("az.endpoint"),
            config.network().maxConnections(),
            spelling);
    this.credentials = credentials;
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
    // Not in what was tried: keys hold such words too.
    String why = NetworkFailures.firstLine(e);
    return UNREADABLE.matcher(why).find()
        ? new TransientException(what + ": the answer was cut off or is not Azure's", e)
        : new StoreException(what + ": " + why, e);
  }

  private @Nullable IOException own(Object what, Throwable cause, Exception e) {
    if (!(cause instanceof ClientAuthenticationException)) {
      return null;
    }
    String why = "no token: " + NetworkFailures.firstLine(cause) + "; " + credentials.cure();
    IOException denied = new AccessDeniedException(what.toString(), null, why);
    denied.initCause(e);
    return denied;
  }
}
