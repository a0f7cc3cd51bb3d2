package io.s3dlio.store.gcs;

import com.google.api.client.http.AbstractInputStreamContent;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.PreconditionFailedException;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.http.Attempt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What several requests have in common. */
final class GcsRequests {

  private GcsRequests() {}

  /** One status; with an etag only of that version. */
  static ObjectStat stat(GcsCalls calls, ObjectUri uri, String key, Optional<String> etag)
      throws IOException {
    Attempt attempt = Attempt.of(Operation.STAT, uri, "");
    Long generation = etag.isPresent() ? version(attempt, etag.get()) : null;
    StorageObject answer =
        calls.call(
            etag.isPresent() ? attempt.ofVersion() : attempt,
            storage ->
                storage
                    .objects()
                    .get(uri.authority(), key)
                    .setGeneration(generation)
                    .setFields(GcsMapping.STAT_FIELDS));
    return GcsMapping.stat(key, answer);
  }

  /**
   * The generation that must be read.
   *
   * @throws ObjectChangedException for an etag that no object has
   */
  static long version(Attempt attempt, String etag) throws ObjectChangedException {
    OptionalLong generation = GcsMapping.generation(etag);
    if (generation.isEmpty()) {
      throw new ObjectChangedException(
          attempt + ": no object has the etag \"" + etag + "\": it is no generation");
    }
    return generation.getAsLong();
  }

  /**
   * {@code ifGenerationMatch} for a condition, null for none; 0 means absent (page "Request
   * preconditions").
   *
   * @throws PreconditionFailedException for an etag that no object has
   */
  static @Nullable Long ifGenerationMatch(Attempt attempt) throws PreconditionFailedException {
    if (attempt.condition() instanceof PutCondition.IfMatch match) {
      OptionalLong generation = GcsMapping.generation(match.etag());
      if (generation.isEmpty()) {
        throw new PreconditionFailedException(
            attempt + ": no object has the etag \"" + match.etag() + "\": it is no generation");
      }
      return generation.getAsLong();
    }
    return attempt.condition() instanceof PutCondition.IfAbsent ? 0L : null;
  }

  /** Metadata and bytes in one request, with a checksum that the service verifies. */
  static StorageObject insert(
      GcsCalls calls, Attempt attempt, StorageObject object, ByteBuffer body) throws IOException {
    Long match = ifGenerationMatch(attempt);
    object.setCrc32c(GcsMapping.base64(GcsMapping.crc32c(body)));
    return calls.call(
        attempt,
        storage -> {
          Storage.Objects.Insert insert =
              storage
                  .objects()
                  .insert(
                      attempt.uri().authority(),
                      object,
                      new Body(object.getContentType(), body.asReadOnlyBuffer()))
                  // In the address too, so that logs of requests show what was written.
                  .setName(object.getName())
                  .setIfGenerationMatch(match)
                  .setFields(GcsMapping.WRITTEN_FIELDS);
          insert.getMediaHttpUploader().setDirectUploadEnabled(true);
          return insert;
        });
  }

  /** A buffer's remaining bytes, as often as the client wants them. */
  private static final class Body extends AbstractInputStreamContent {
    /** Bytes that go through the heap at once. */
    private static final int HOP = 64 * 1024;

    private final ByteBuffer bytes;

    /** With the object's type: not every server takes it from the metadata. */
    Body(@Nullable String type, ByteBuffer bytes) {
      super(type == null ? "application/octet-stream" : type);
      this.bytes = bytes;
    }

    @Override
    public long getLength() {
      return bytes.remaining();
    }

    @Override
    public boolean retrySupported() {
      return true;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      ByteBuffer rest = bytes.duplicate();
      byte[] hop = new byte[Math.min(HOP, rest.remaining())];
      while (rest.hasRemaining()) {
        int count = Math.min(hop.length, rest.remaining());
        rest.get(hop, 0, count);
        out.write(hop, 0, count);
      }
      out.flush();
    }

    @Override
    public InputStream getInputStream() {
      throw new UnsupportedOperationException("the body is written, not read");
    }
  }
}
