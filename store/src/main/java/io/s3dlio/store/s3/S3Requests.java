package io.s3dlio.store.s3;

import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.http.Attempt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** What several requests have in common. */
final class S3Requests {

  private S3Requests() {}

  /** One HEAD; with an etag only of that version. */
  static ObjectStat head(S3Calls calls, ObjectUri uri, String key, Optional<String> etag)
      throws IOException {
    HeadObjectRequest request =
        HeadObjectRequest.builder()
            .bucket(uri.authority())
            .key(key)
            .ifMatch(etag.map(S3Mapping::quoted).orElse(null))
            .build();
    return S3Mapping.stat(
        key, calls.call(Attempt.of(Operation.STAT, uri, ""), client -> client.headObject(request)));
  }

  /** The buffer's remaining bytes, uncopied and as often as the client wants them. */
  static RequestBody body(ByteBuffer body) {
    ByteBuffer bytes = body.asReadOnlyBuffer();
    return RequestBody.fromContentProvider(
        () -> new BufferStream(bytes.duplicate()), bytes.remaining(), "application/octet-stream");
  }

  /** {@code If-None-Match}, or null. */
  static @Nullable String ifNoneMatch(PutOptions options) {
    return options.condition() instanceof PutCondition.IfAbsent ? "*" : null;
  }

  /** {@code If-Match}, or null. */
  static @Nullable String ifMatch(PutOptions options) {
    return options.condition() instanceof PutCondition.IfMatch match
        ? S3Mapping.quoted(match.etag())
        : null;
  }

  /**
   * Whether an upload's parts carry checksums. Copied parts have none that the client knows, and
   * MinIO and S3Mock refuse to mix.
   */
  static boolean checksums(S3Config config, PutOptions options) {
    return config.care().checksums() && !options.copiedParts();
  }

  /** What is asked for encryption at rest, or null. */
  static @Nullable ServerSideEncryption encryption(S3Config config) {
    return switch (config.encryption().kind()) {
      // A customer's key goes along by headers of its own.
      case NONE, SSE_C -> null;
      case SSE_S3 -> ServerSideEncryption.AES256;
      case SSE_KMS -> ServerSideEncryption.AWS_KMS;
    };
  }

  /** The key for encryption at rest, or null. */
  static @Nullable String kmsKeyId(S3Config config) {
    return config.encryption().kmsKeyId().orElse(null);
  }

  /** A buffer's bytes as a stream that can go back. */
  private static final class BufferStream extends InputStream {
    private final ByteBuffer bytes;
    private int mark;

    BufferStream(ByteBuffer bytes) {
      this.bytes = bytes;
      this.mark = bytes.position();
    }

    @Override
    public int read() {
      return bytes.hasRemaining() ? bytes.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int count = Math.min(length, bytes.remaining());
      bytes.get(target, offset, count);
      return count;
    }

    @Override
    public long skip(long count) {
      int skipped = (int) Math.max(0, Math.min(count, bytes.remaining()));
      bytes.position(bytes.position() + skipped);
      return skipped;
    }

    @Override
    public int available() {
      return bytes.remaining();
    }

    @Override
    public boolean markSupported() {
      return true;
    }

    @Override
    public void mark(int limit) {
      mark = bytes.position();
    }

    @Override
    public void reset() {
      bytes.position(mark);
    }
  }
}
