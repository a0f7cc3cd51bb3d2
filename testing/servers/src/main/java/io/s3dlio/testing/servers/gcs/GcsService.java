package io.s3dlio.testing.servers.gcs;

import com.sun.net.httpserver.HttpServer;
import io.s3dlio.testing.servers.GcsFake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The service behind {@link io.s3dlio.testing.servers.GcsFake}: an HTTP server on loopback and what
 * it serves. Thread-safe; at most 64 requests are served at a time.
 */
public final class GcsService implements AutoCloseable {
  private static final int THREADS = 64;
  private static final int BACKLOG = 512;

  static {
    // Without it an answer in two writes waits for the client's delayed acknowledgement: 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Buckets buckets;
  private final Tokens tokens;

  private GcsService(HttpServer server, Buckets buckets, Tokens tokens) {
    this.server = server;
    this.buckets = buckets;
    this.tokens = tokens;
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "gcs-fake-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Starts it. */
  public static GcsService start(GcsFake.Options options) {
    Buckets buckets = new Buckets(GcsFake.PROJECT, new Space(options.space()));
    boolean signedIn = options.access() == GcsFake.Access.TOKENS;
    Tokens tokens = new Tokens(signedIn, GcsFake.PROJECT);
    StorageApi api =
        new StorageApi(
            buckets,
            new Copies(options.rewriteBytesPerCall()),
            new Uploads(buckets, new ResumableUploads()),
            tokens);
    try {
      HttpServer server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()), BACKLOG);
      GcsService service = new GcsService(server, buckets, tokens);
      server.createContext("/", new HttpFront(api));
      server.setExecutor(service.threads);
      server.start();
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on 127.0.0.1:" + options.port(), e);
    }
  }

  /** Scheme, host and port. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Makes a bucket of the callers' project; one that exists stays. */
  public void createBucket(String name) {
    buckets.make(name, GcsFake.PROJECT);
  }

  /** Makes a bucket that callers know of and may not use. */
  public void createForeignBucket(String name) {
    buckets.make(name, "a-project-of-others");
  }

  /** A token that holds until {@link #revokeTokens}. */
  public String accessToken() {
    return tokens.issue();
  }

  /** Ends all tokens, as expiry does. */
  public void revokeTokens() {
    tokens.revoke();
  }

  /** A key file whose account gets tokens here. */
  public String serviceAccountFile() {
    return tokens.serviceAccountFile(endpoint().toString());
  }

  /** Stops serving and forgets all objects. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    buckets.clear();
  }
}
