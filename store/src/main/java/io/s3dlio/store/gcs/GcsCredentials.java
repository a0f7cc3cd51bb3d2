package io.s3dlio.store.gcs;

import com.google.api.client.http.HttpTransport;
import com.google.auth.Retryable;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: found at the first request and then kept, so that opening a store asks nobody.
 *
 * <p>Thread-safe. Tokens are fetched by Google's library, over our connections and without retries
 * of its own.
 */
final class GcsCredentials {

  /** No credentials, or no token for them. */
  static final class UnavailableException extends IOException {
    private static final long serialVersionUID = 1L;
    private final boolean mayPass;

    UnavailableException(String message, boolean mayPass, Throwable cause) {
      super(message, cause);
      this.mayPass = mayPass;
    }

    /** Whether the same question may be answered later. */
    boolean mayPass() {
      return mayPass;
    }
  }

  /** What our requests need: objects and buckets, with their settings. */
  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/devstorage.full_control");

  /** Life of an impersonated token, in seconds: the longest that Google gives unasked. */
  private static final int LIFETIME = 3600;

  private final GcsConfig.Login login;
  private final UnaryOperator<String> spelling;
  private final HttpTransportFactory transport;
  // Guarded by this.
  private @Nullable GoogleCredentials found;

  private GcsCredentials(GcsConfig config, HttpTransport transport) {
    this.login = config.login();
    this.spelling = config.spelling();
    this.transport = () -> transport;
  }

  /** Looks nothing up yet. */
  static GcsCredentials of(GcsConfig config, HttpTransport transport) {
    return new GcsCredentials(config, transport);
  }

  /** The headers that say who asks; fetches a token when there is none or it expires. */
  Map<String, List<String>> headers(URI uri) throws IOException {
    Optional<GoogleCredentials> credentials = find();
    if (credentials.isEmpty()) {
      return Map.of();
    }
    try {
      return credentials.get().getRequestMetadata(uri);
    } catch (IOException | RuntimeException e) {
      throw noToken(e);
    }
  }

  /** The credentials, empty when nobody is to be named. */
  Optional<GoogleCredentials> find() throws UnavailableException {
    if (login.source() == GcsConfig.CredentialSource.ANONYMOUS) {
      return Optional.empty();
    }
    GoogleCredentials known = kept();
    return Optional.of(known == null ? keep(load()) : known);
  }

  private GoogleCredentials load() throws UnavailableException {
    try {
      GoogleCredentials loaded =
          switch (login.source()) {
            case IMPERSONATION ->
                ImpersonatedCredentials.newBuilder()
                    .setSourceCredentials(base())
                    .setTargetPrincipal(login.impersonatedAccount().orElseThrow())
                    .setScopes(SCOPES)
                    .setLifetime(LIFETIME)
                    .setHttpTransportFactory(transport)
                    .build();
            default -> base().createScoped(SCOPES);
          };
      return loaded.createWithCustomRetryStrategy(false);
    } catch (IOException | RuntimeException e) {
      throw new UnavailableException(
          "no credentials from " + source() + ": " + reason(e) + "; " + cure(), false, e);
    }
  }

  /**
   * The default credentials are kept by Google's library for the whole process, longer than our
   * connections live, so they bring their own.
   *
   * <p>Where there are none, the library looks for Google's metadata server: half a second for each
   * of three connections, but twenty for each answer of a server that connects and stays silent.
   */
  private GoogleCredentials base() throws IOException {
    Optional<Path> file = login.serviceAccountFile();
    if (file.isEmpty()) {
      return GoogleCredentials.getApplicationDefault();
    }
    try (InputStream in = Files.newInputStream(file.get())) {
      return ServiceAccountCredentials.fromStream(in, transport);
    }
  }

  private synchronized @Nullable GoogleCredentials kept() {
    return found;
  }

  /** Of threads that look at the same time the first one's stay. */
  private synchronized GoogleCredentials keep(GoogleCredentials loaded) {
    if (found == null) {
      found = loaded;
    }
    return found;
  }

  /** The project that the credentials belong to, where they say so. */
  Optional<String> project() throws UnavailableException {
    return find().map(GoogleCredentials::getProjectId).filter(project -> !project.isBlank());
  }

  /** What was used, for messages; the account where it is known. */
  String describe() {
    if (kept() instanceof ServiceAccountCredentials account) {
      return source() + " (" + account.getClientEmail() + ")";
    }
    return login.impersonatedAccount().map(account -> source() + " of " + account).orElse(source());
  }

  private String source() {
    return switch (login.source()) {
      case ANONYMOUS -> "nobody (anonymous)";
      case SERVICE_ACCOUNT_FILE ->
          "the service account file " + login.serviceAccountFile().orElseThrow();
      case IMPERSONATION -> "impersonation";
      default -> "the application default credentials";
    };
  }

  /** What the user can set to use other credentials. */
  String cure() {
    return "set "
        + spelling.apply("gs.service-account-file")
        + ", or GOOGLE_APPLICATION_CREDENTIALS, or choose a source with "
        + spelling.apply("gs.credentials");
  }

  /** Whether asking again can bring another token. */
  boolean refreshable() {
    return login.source() != GcsConfig.CredentialSource.ANONYMOUS;
  }

  /** The token that requests carry now; null before the first. */
  @Nullable AccessToken token() {
    GoogleCredentials known = kept();
    return known == null ? null : known.getAccessToken();
  }

  /**
   * Fetches another token.
   *
   * @param refused the one that failed: many requests fail at the moment of expiry, and the first
   *     of them to come here refreshes for all
   */
  void refresh(@Nullable AccessToken refused) throws IOException {
    GoogleCredentials known = kept();
    if (known != null && Objects.equals(known.getAccessToken(), refused)) {
      try {
        known.refresh();
      } catch (IOException | RuntimeException e) {
        throw noToken(e);
      }
    }
  }

  private UnavailableException noToken(Exception e) {
    boolean mayPass = e instanceof Retryable retryable && retryable.isRetryable();
    return new UnavailableException(
        "no token for " + describe() + ": " + reason(e) + (mayPass ? "" : "; " + cure()),
        mayPass,
        e);
  }

  /** Longest reason that a message repeats, in characters. */
  private static final int LONGEST_REASON = 300;

  private static String reason(Exception e) {
    Throwable last = e;
    for (int depth = 0; last.getCause() != null && depth < 10; depth++) {
      last = last.getCause();
    }
    String said = String.valueOf(last.getMessage()).replaceAll("\\s+", " ").trim();
    String text = last.getClass().getSimpleName() + ": " + said;
    return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) + "..." : text;
  }

  @Override
  public String toString() {
    return "GcsCredentials(" + login.source().name().toLowerCase(Locale.ROOT) + ")";
  }
}
