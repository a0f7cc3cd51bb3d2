package io.s3dlio.testing.servers;

import io.s3dlio.testing.servers.gcs.GcsService;
import java.net.URI;

/**
 * A server of ours that behaves as Google Cloud Storage does, where its documentation says how: the
 * JSON interface, in memory, on loopback.
 *
 * <p>What it does not know it refuses with 501 and a sentence. It holds 512 MiB of objects unless
 * told otherwise and takes request bodies of up to 256 MiB. Thread-safe; closing ends it and
 * forgets everything, and closing twice is fine.
 */
public final class GcsFake implements GcsServer {

  /** The project whose buckets callers may use. */
  public static final String PROJECT = "s3dlio-tests";

  /** Who may call. */
  public enum Access {
    /** Everybody, and credentials are not looked at. */
    ANONYMOUS,

    /** Whoever sends a token of {@link #accessToken()} or one for {@link #serviceAccountFile()}. */
    TOKENS
  }

  /**
   * How a fake is started.
   *
   * @param port 0 for a free one
   * @param access who may call
   * @param rewriteBytesPerCall what one call of a rewrite moves; more takes a continuation token
   * @param space for all objects, in bytes
   */
  public record Options(int port, Access access, long rewriteBytesPerCall, long space) {
    /** A free port, anonymous, rewrites of any size in one call, 512 MiB. */
    public static Options standard() {
      return new Options(0, Access.ANONYMOUS, Long.MAX_VALUE, 512L << 20);
    }

    /** These with another port. */
    public Options port(int next) {
      return new Options(next, access, rewriteBytesPerCall, space);
    }

    /** These with another access. */
    public Options access(Access next) {
      return new Options(port, next, rewriteBytesPerCall, space);
    }

    /** These with other steps of rewrites, in bytes. */
    public Options rewriteBytesPerCall(long next) {
      return new Options(port, access, next, space);
    }

    /** These with another limit for all objects, in bytes. */
    public Options space(long next) {
      return new Options(port, access, rewriteBytesPerCall, next);
    }
  }

  private final GcsService service;

  private GcsFake(GcsService service) {
    this.service = service;
  }

  /** Starts a fake with the standard options. */
  public static GcsFake start() {
    return start(Options.standard());
  }

  /** Starts a fake. */
  public static GcsFake start(Options options) {
    return new GcsFake(GcsService.start(options));
  }

  @Override
  public String name() {
    return "gcs-fake";
  }

  @Override
  public URI endpoint() {
    return service.endpoint();
  }

  /** Makes a bucket of {@link #PROJECT}; one that exists already is fine. */
  @Override
  public void createBucket(String bucket) {
    service.createBucket(bucket);
  }

  /** Makes a bucket of another project: its name is taken, and its objects are forbidden. */
  public void createForeignBucket(String bucket) {
    service.createForeignBucket(bucket);
  }

  /** A new access token, good until {@link #revokeTokens()}; it guards nothing. */
  public String accessToken() {
    return service.accessToken();
  }

  /** Makes every token given so far invalid, as if it had expired. */
  public void revokeTokens() {
    service.revokeTokens();
  }

  /** A service account's key file in JSON, whose token endpoint is this fake. */
  public String serviceAccountFile() {
    return service.serviceAccountFile();
  }

  @Override
  public void close() {
    service.close();
  }

  @Override
  public String toString() {
    return name() + " at " + endpoint();
  }
}
