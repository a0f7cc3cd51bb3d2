package io.s3dlio.store.gcs;

import io.s3dlio.store.StoreException;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.http.NetworkFailures;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What failures of requests to Google mean. */
final class GcsFailures {

  private final NetworkFailures network;

  GcsFailures(GcsConfig config) {
    UnaryOperator<String> spelling = config.spelling();
    this.network =
        new NetworkFailures(
            "gs",
            GcsClients.address(config).toString(),
            spelling.apply("gs.endpoint") + " (or STORAGE_EMULATOR_HOST)",
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
    return known != null
        ? known
        : new StoreException(what + ": " + NetworkFailures.firstLine(e), e);
  }

  private static @Nullable IOException own(Object what, Throwable cause, Exception e) {
    if (!(cause instanceof GcsCredentials.UnavailableException unavailable)) {
      return null;
    }
    String why = String.valueOf(unavailable.getMessage());
    if (unavailable.mayPass()) {
      return new TransientException(what + ": " + why, e);
    }
    IOException denied = new AccessDeniedException(what.toString(), null, why);
    denied.initCause(e);
    return denied;
  }
}
