package io.s3dlio.store.s3;

import io.s3dlio.store.config.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Where the signatures of requests come from: a list of named sources, of which the first that has
 * credentials is kept.
 *
 * <p>Thread-safe. Written out instead of the SDK's own chain so that a failure names every source
 * with its reason, and so that {@link #refresh} can begin anew.
 */
final class S3Credentials implements AwsCredentialsProvider, SdkAutoCloseable {

  /** No source has credentials; the message lists each with its reason. */
  static final class NoneFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoneFoundException(String message) {
      super(message);
    }
  }

  private record Source(String name, Supplier<AwsCredentialsProvider> factory) {}

  private record Opened(String name, AwsCredentialsProvider provider) {}

  /** Longest reason that one source contributes to a message, in characters. */
  private static final int LONGEST_REASON = 300;

  private final List<Source> sources;
  private final S3Login login;
  private final UnaryOperator<String> spelling;
  // Guarded by this.
  private @Nullable Opened kept;
  private @Nullable Opened retired;
  private int generation;

  private S3Credentials(List<Source> sources, S3Config config) {
    this.sources = sources;
    this.login = config.login();
    this.spelling = config.spelling();
  }

  /** Looks nothing up yet. */
  static S3Credentials of(S3Config config) {
    Optional<S3Role> role = config.login().role();
    return role.isEmpty() ? own(config) : assumed(config, role.get());
  }

  /** Of a role, assumed with credentials that are looked up anew after each {@link #refresh}. */
  private static S3Credentials assumed(S3Config config, S3Role role) {
    Source source =
        new Source("the role " + role.arn(), () -> S3AssumedRole.open(config, role, own(config)));
    return new S3Credentials(List.of(source), config);
  }

  private static S3Credentials own(S3Config config) {
    S3Login login = config.login();
    List<Source> sources =
        switch (login.source()) {
          case DEFAULT -> login.accessKeyId().isPresent() ? List.of(given(config)) : chain(login);
          case STATIC -> List.of(given(config));
          case ANONYMOUS -> List.of(new Source("anonymous", AnonymousCredentialsProvider::create));
          case ENVIRONMENT -> List.of(systemProperties(), environment());
          case PROFILE -> List.of(profile(login));
          case WEB_IDENTITY -> List.of(webIdentity());
          case CONTAINER -> List.of(container());
          case INSTANCE -> List.of(instance());
        };
    return new S3Credentials(sources, config);
  }

  private static List<Source> chain(S3Login login) {
    return List.of(
        systemProperties(), environment(), webIdentity(), profile(login), container(), instance());
  }

  private static Source given(S3Config config) {
    S3Login login = config.login();
    String id = login.accessKeyId().orElseThrow();
    String secret = login.accessKeySecret().map(Secret::reveal).orElseThrow();
    AwsCredentials credentials =
        login
            .sessionToken()
            .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, secret, token.reveal()))
            .orElseGet(() -> AwsBasicCredentials.create(id, secret));
    return new Source(
        "the keys given as options (" + config.spelling().apply("s3.access-key-id") + ")",
        () -> StaticCredentialsProvider.create(credentials));
  }

  private static Source systemProperties() {
    return new Source(
        "system properties (aws.accessKeyId)", SystemPropertyCredentialsProvider::create);
  }

  private static Source environment() {
    return new Source(
        "environment (AWS_ACCESS_KEY_ID)", EnvironmentVariableCredentialsProvider::create);
  }

  private static Source webIdentity() {
    return new Source(
        "web identity (AWS_WEB_IDENTITY_TOKEN_FILE)",
        WebIdentityTokenFileCredentialsProvider::create);
  }

  private static Source profile(S3Login login) {
    return new Source(
        login.profile().map(name -> "profile " + name).orElse("profile (AWS_PROFILE)"),
        () -> ProfileCredentialsProvider.create(login.profile().orElse(null)));
  }

  private static Source container() {
    return new Source(
        "container (AWS_CONTAINER_CREDENTIALS_FULL_URI)", ContainerCredentialsProvider::create);
  }

  private static Source instance() {
    return new Source("instance metadata service", InstanceProfileCredentialsProvider::create);
  }

  @Override
  public AwsCredentials resolveCredentials() {
    Opened known = kept();
    if (known != null) {
      return known.provider().resolveCredentials();
    }
    List<String> reasons = new ArrayList<>();
    for (Source source : sources) {
      AwsCredentialsProvider provider = null;
      try {
        provider = source.factory().get();
        AwsCredentials credentials = provider.resolveCredentials();
        keep(new Opened(source.name(), provider));
        return credentials;
      } catch (AbortedException | NoneFoundException e) {
        close(provider);
        throw e;
      } catch (RuntimeException e) {
        close(provider);
        reasons.add(source.name() + ": " + reason(e));
      }
    }
    throw new NoneFoundException(
        "no credentials found; tried " + String.join("; ", reasons) + "; " + cure());
  }

  /** What was used, for messages: the source and the last four characters of the key id. */
  String describe() {
    Opened known = kept();
    if (known == null) {
      return "no credentials";
    }
    String id = "";
    if (login.source() != S3Login.Source.ANONYMOUS) {
      try {
        id = known.provider().resolveCredentials().accessKeyId();
      } catch (RuntimeException e) {
        return "credentials from " + known.name();
      }
    }
    return "credentials from " + known.name() + (id.length() > 8 ? ", key id ..." + last(id) : "");
  }

  /** What the user can set to use other credentials. */
  String cure() {
    return "set "
        + spelling.apply("s3.access-key-id")
        + " and its secret, or choose a source with "
        + spelling.apply("s3.credentials")
        + (login.role().isEmpty()
            ? ""
            : "; who may assume the role, and with which "
                + spelling.apply("s3.role-external-id")
                + ", stands in its trust policy");
  }

  /** Whether asking again can bring other credentials. */
  boolean refreshable() {
    return login.refreshable();
  }

  /** Grows with each {@link #refresh}. */
  synchronized int generation() {
    return generation;
  }

  /**
   * Forgets what was found, so that the next request looks again.
   *
   * @param seen the generation that failed: many requests fail at the moment of expiry, and the
   *     first of them to come here has refreshed for all
   */
  void refresh(int seen) {
    Opened unused;
    synchronized (this) {
      if (generation != seen) {
        return;
      }
      generation++;
      // Not closed yet: another thread may be asking it just now.
      unused = retired;
      retired = kept;
      kept = null;
    }
    close(unused);
  }

  private synchronized @Nullable Opened kept() {
    return kept;
  }

  /**
   * Of threads that look at the same time the first one's provider stays, for others may use it.
   */
  private void keep(Opened opened) {
    synchronized (this) {
      if (kept == null) {
        kept = opened;
        return;
      }
    }
    close(opened);
  }

  @Override
  public void close() {
    Opened last;
    Opened before;
    synchronized (this) {
      last = kept;
      before = retired;
      kept = null;
      retired = null;
    }
    close(last);
    close(before);
  }

  private static void close(@Nullable Opened opened) {
    if (opened != null) {
      close(opened.provider());
    }
  }

  private static void close(@Nullable AwsCredentialsProvider provider) {
    if (provider instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }

  private static String last(String id) {
    return id.substring(id.length() - 4);
  }

  private static String reason(RuntimeException e) {
    String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) + "..." : text;
  }

  @Override
  public String toString() {
    return "S3Credentials(" + sources.stream().map(Source::name).toList() + ")";
  }
}
