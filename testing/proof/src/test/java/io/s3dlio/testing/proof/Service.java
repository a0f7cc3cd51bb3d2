package io.s3dlio.testing.proof;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.s3dlio.testing.servers.AzuriteServer;
import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.GcsFake;
import io.s3dlio.testing.servers.GcsServer;
import io.s3dlio.testing.servers.RecordedRequest;
import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import io.s3dlio.testing.servers.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A storage service as these tests use it: its server, where its buckets are, which options reach
 * them, and what it calls its requests and its errors.
 */
enum Service {
  S3 {
    @Override
    TestServer startServer() {
      return S3ProxyServer.start();
    }

    @Override
    void createBucket(TestServer server, String bucket) throws IOException {
      ((S3Server) server).createBucket(bucket);
    }

    @Override
    String root(String bucket) {
      return "s3://" + bucket;
    }

    @Override
    Map<String, String> options(TestServer server) {
      S3Server s3 = (S3Server) server;
      return Map.of(
          "s3.endpoint", s3.endpoint().toString(),
          "s3.region", s3.region(),
          "s3.access-key-id", s3.accessKey(),
          "s3.access-key-secret", s3.secretKey());
    }

    @Override
    String nameOrNone(Act act) {
      return switch (act) {
        case READ -> "GetObject";
        case STAT -> "HeadObject";
        case LIST -> "ListObjectsV2";
        case PUT -> "PutObject";
        case START_UPLOAD -> "CreateMultipartUpload";
        case PART -> "UploadPart";
        case COMPLETE -> "CompleteMultipartUpload";
        case COPY -> "CopyObject";
        case COPY_PART -> "UploadPartCopy";
        case DELETE -> "DeleteObject";
        case DELETE_BATCH -> "DeleteObjects";
      };
    }

    @Override
    Fault.Status slowDown() {
      return Fault.slowDown();
    }

    /** Two conditional writes met, and nothing was decided. */
    @Override
    List<Fault> ownPutFaults() {
      return List.of(Fault.conditionalRequestConflict());
    }

    /** An answer that began well and went wrong. */
    @Override
    List<Fault> ownCompleteFaults() {
      return List.of(
          Fault.okWithErrorBody("InternalError"),
          new Fault.ForwardThen(Fault.okWithErrorBody("InternalError")));
    }

    @Override
    List<Act> conditionalCopy() {
      return List.of(Act.COPY_PART, Act.COMPLETE);
    }
  },

  /** An upload is nothing but its parts: it is not begun, and what is not completed lapses. */
  AZ {
    @Override
    TestServer startServer() {
      assumeFalse(System.getProperty("s3dlio.without", "").equals("azure"), "-Dwithout=azure");
      return AzuriteServer.start();
    }

    @Override
    void createBucket(TestServer server, String bucket) throws IOException {
      ((AzuriteServer) server).createContainer(bucket);
    }

    @Override
    String root(String bucket) {
      return "az://" + bucket + "@" + AzuriteServer.ACCOUNT;
    }

    @Override
    Map<String, String> options(TestServer server) {
      return Map.of(
          "az.endpoint", server.endpoint().toString(), "az.shared-key-secret", AzuriteServer.KEY);
    }

    @Override
    String nameOrNone(Act act) {
      return switch (act) {
        case READ -> "GetBlob";
        case STAT -> "GetBlobProperties";
        case LIST -> "ListBlobs";
        case PUT -> "PutBlob";
        case START_UPLOAD -> "";
        case PART -> "PutBlock";
        case COMPLETE -> "PutBlockList";
        case COPY -> "CopyBlobFromUrl";
        case COPY_PART -> "PutBlockFromUrl";
        case DELETE -> "DeleteBlob";
        case DELETE_BATCH -> "BlobBatch";
      };
    }

    @Override
    Fault.Status slowDown() {
      return Fault.status(503, "ServerBusy");
    }

    @Override
    List<Act> conditionalCopy() {
      return List.of(Act.COPY);
    }
  },

  /** An upload is hidden objects, which are composed. */
  GS {
    @Override
    TestServer startServer() {
      return GcsFake.start();
    }

    @Override
    void createBucket(TestServer server, String bucket) throws IOException {
      ((GcsServer) server).createBucket(bucket);
    }

    @Override
    String root(String bucket) {
      return "gs://" + bucket;
    }

    @Override
    Map<String, String> options(TestServer server) {
      return Map.of("gs.endpoint", server.endpoint().toString(), "gs.project", GcsFake.PROJECT);
    }

    @Override
    String nameOrNone(Act act) {
      return switch (act) {
        case READ -> "objects.download";
        case STAT -> "objects.get";
        case LIST -> "objects.list";
        case PUT, START_UPLOAD, PART -> "objects.insert";
        case COMPLETE -> "objects.compose";
        case COPY -> "objects.rewrite";
        // Whole objects are copied only.
        case COPY_PART -> "";
        case DELETE -> "objects.delete";
        case DELETE_BATCH -> "batch";
      };
    }

    /** Uploads are hidden objects; of one that is visible and one that is not the name decides. */
    @Override
    Predicate<RecordedRequest> is(Act act) {
      return switch (act) {
        case PUT -> super.is(act).and(request -> !request.key().startsWith(HIDDEN));
        case START_UPLOAD ->
            super.is(act).and(request -> request.key().startsWith(HIDDEN + "begun/"));
        case PART -> super.is(act).and(request -> request.key().startsWith(HIDDEN + "parts/"));
        default -> super.is(act);
      };
    }

    @Override
    Fault.Status slowDown() {
      return Fault.status(503, "backendError");
    }

    @Override
    List<Act> conditionalCopy() {
      return List.of(Act.COPY);
    }

    /** Its answer to requests that are too many, beside 503. */
    @Override
    List<Fault> ownPutFaults() {
      return List.of(Fault.status(429, "rateLimitExceeded"), Fault.status(408, "requestTimeout"));
    }
  };

  /** Where gs keeps what is not complete: docs/architecture.md. */
  private static final String HIDDEN = ".s3dlio-uploads/";

  /** A server of its own; a service that the build leaves out skips the test, and says so. */
  abstract TestServer startServer();

  /**
   * Makes a bucket; one that exists already is fine.
   *
   * @param server as {@link #startServer} gave it, no relay
   */
  abstract void createBucket(TestServer server, String bucket) throws IOException;

  /** The URI of a bucket, without a slash at the end. */
  abstract String root(String bucket);

  /**
   * What reaches a server, or a relay in front of it: options of the store, without {@code
   * fs.s3dlio.}
   */
  abstract Map<String, String> options(TestServer server);

  /** What it calls such a request; empty where it has none. */
  abstract String nameOrNone(Act act);

  /** Its answer when it wants fewer requests: 503. */
  abstract Fault.Status slowDown();

  /** The requests of a conditional copy, as the rename of a file sends them. */
  abstract List<Act> conditionalCopy();

  /** Its answer when it failed: 500. */
  Fault.Status internalError() {
    return Fault.internalError();
  }

  /** Ways to fail of its own, beside the usual ones, when it is asked to put. */
  List<Fault> ownPutFaults() {
    return List.of();
  }

  /** Ways to fail of its own when it is asked to complete an upload. */
  List<Fault> ownCompleteFaults() {
    return List.of();
  }

  /** Whether it has such a request. */
  boolean sends(Act act) {
    return !nameOrNone(act).isEmpty();
  }

  /** Recognises such requests. */
  Predicate<RecordedRequest> is(Act act) {
    String name = name(act);
    return request -> request.operation().equals(name);
  }

  /** What it calls such a request. */
  String name(Act act) {
    if (!sends(act)) {
      throw new IllegalArgumentException(this + " has no " + act);
    }
    return nameOrNone(act);
  }

  /** The scheme of its URIs. */
  String scheme() {
    return name().toLowerCase(Locale.ROOT);
  }
}
