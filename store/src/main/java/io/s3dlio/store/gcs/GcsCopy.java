package io.s3dlio.store.gcs;

import com.google.api.services.storage.model.RewriteResponse;
import com.google.api.services.storage.model.StorageObject;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.http.Attempt;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies by {@code objects.rewrite}: one request within a location and storage class, else as many
 * as the service needs, each taking up where the one before stopped.
 */
final class GcsCopy {

  /** Answers in a row that move no byte, after which nothing more is hoped for. */
  private static final int MOST_IDLE = 5;

  private final ObjectUri root;
  private final GcsCalls calls;

  GcsCopy(ObjectUri root, GcsCalls calls) {
    this.root = root;
    this.calls = calls;
  }

  /**
   * The source is asked for first only when its headers and metadata have to be said again: the
   * service takes all of them from the source, or none (page "Objects: rewrite").
   */
  ObjectStat copy(String source, ObjectUri target, CopyOptions options) throws IOException {
    ObjectUri from = root.resolve(source);
    Optional<String> etag = options.sourceEtag();
    StorageObject described = null;
    if (options.metadata().isPresent() || options.writeId().isPresent()) {
      ObjectStat stat = GcsRequests.stat(calls, from, source, etag);
      etag = Optional.of(stat.etag());
      described = replaced(target.path(), stat, options);
    }
    Attempt attempt = Attempt.of(Operation.COPY, target, "from " + from).on(options.condition());
    Long generation = etag.isPresent() ? GcsRequests.version(attempt, etag.get()) : null;
    return rewrite(source, etag.isPresent() ? attempt.ofVersion() : attempt, generation, described);
  }

  private static StorageObject replaced(String key, ObjectStat source, CopyOptions options) {
    PutOptions said =
        PutOptions.none()
            .withHeaders(source.headers())
            .withMetadata(options.metadata().orElse(source.metadata()));
    return GcsMapping.described(key, options.writeId().map(said::withWriteId).orElse(said));
  }

  private ObjectStat rewrite(
      String source, Attempt attempt, @Nullable Long generation, @Nullable StorageObject described)
      throws IOException {
    String bucket = root.authority();
    String key = attempt.uri().path();
    Long match = GcsRequests.ifGenerationMatch(attempt);
    String token = null;
    long rewritten = 0;
    int idle = 0;
    while (true) {
      String next = token;
      RewriteResponse answer =
          calls.call(
              attempt,
              storage ->
                  storage
                      .objects()
                      .rewrite(bucket, source, bucket, key, described)
                      .setSourceGeneration(generation)
                      .setIfGenerationMatch(match)
                      .setRewriteToken(next)
                      .setFields(
                          "done,rewriteToken,totalBytesRewritten,resource("
                              + GcsMapping.WRITTEN_FIELDS
                              + ")"));
      if (Boolean.TRUE.equals(answer.getDone())) {
        StorageObject written = answer.getResource();
        return ObjectStat.of(
            key, GcsMapping.size(written), GcsMapping.etag(written.getGeneration()));
      }
      Long total = answer.getTotalBytesRewritten();
      boolean moved = total != null && total > rewritten;
      rewritten = moved ? total : rewritten;
      idle = moved ? 0 : idle + 1;
      token = answer.getRewriteToken();
      if (token == null || idle == MOST_IDLE) {
        throw new TransientException(
            attempt + ": the service stopped after " + rewritten + " bytes without being done");
      }
    }
  }
}
