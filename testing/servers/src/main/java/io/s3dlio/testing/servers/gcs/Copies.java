package io.s3dlio.testing.servers.gcs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * "Objects: rewrite", "Objects: copy" and "Objects: move".
 *
 * <p>A rewrite of more bytes than one call moves is not done after it: its token goes into the next
 * call. The service does so for copies between locations; here it can be asked for at any size.
 */
final class Copies {
  private static final String[] CONDITIONS = {
    "sourceGeneration",
    "ifGenerationMatch",
    "ifGenerationNotMatch",
    "ifMetagenerationMatch",
    "ifMetagenerationNotMatch",
    "ifSourceGenerationMatch",
    "ifSourceGenerationNotMatch",
    "ifSourceMetagenerationMatch",
    "ifSourceMetagenerationNotMatch",
    "maxBytesRewrittenPerCall",
    "rewriteToken"
  };

  private static final int MOST_OPEN = 1_000;

  /** A rewrite that is not done, and how far it is. */
  private record Progress(StoredObject source, String target, long bytes) {}

  private final long bytesPerCall;
  private final Map<String, Progress> open = new ConcurrentHashMap<>();

  /**
   * @param bytesPerCall how much one call rewrites
   */
  Copies(long bytesPerCall) {
    this.bytesPerCall = bytesPerCall;
  }

  Answer rewrite(Bucket from, String source, Bucket to, String target, Call call, String endpoint)
      throws Refusal {
    call.takes(CONDITIONS);
    StoredObject read = source(from, source, call);
    long size = read.content().length();
    Preconditions conditions = Preconditions.of(call, "if");
    conditions.checkWrite(live(to, target));
    long rewritten = Math.min(size, bytesDone(call, read, to, target) + step(call));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("kind", "storage#rewriteResponse");
    answer.put("totalBytesRewritten", Long.toString(rewritten));
    answer.put("objectSize", Long.toString(size));
    answer.put("done", rewritten == size);
    if (rewritten < size) {
      answer.put("rewriteToken", remember(new Progress(read, to.name() + "/" + target, rewritten)));
    } else {
      answer.put("resource", store(read, to, target, conditions, call).resource(endpoint));
    }
    return Answer.json(200, answer);
  }

  Answer copy(Bucket from, String source, Bucket to, String target, Call call, String endpoint)
      throws Refusal {
    call.takes(CONDITIONS);
    StoredObject read = source(from, source, call);
    return Uploads.stored(store(read, to, target, Preconditions.of(call, "if"), call), endpoint);
  }

  /** Within one bucket; the source goes in the same step. */
  Answer move(Bucket bucket, String source, String target, Call call, String endpoint)
      throws Refusal {
    call.takes(CONDITIONS);
    synchronized (bucket) {
      StoredObject read = source(bucket, source, call);
      StoredObject moved = store(read, bucket, target, Preconditions.of(call, "if"), call);
      if (!source.equals(target)) {
        bucket.delete(source, Optional.empty(), Preconditions.NONE);
      }
      return Uploads.stored(moved, endpoint);
    }
  }

  private static StoredObject source(Bucket from, String name, Call call) throws Refusal {
    StoredObject source = from.find(name, call.number("sourceGeneration"));
    Preconditions.of(call, "ifSource").checkWrite(Optional.of(source));
    return source;
  }

  private static Optional<StoredObject> live(Bucket bucket, String name) {
    return Optional.ofNullable(bucket.objects().get(name));
  }

  /** Metadata sent along replaces that of the source; without any the source's is taken. */
  private static StoredObject store(
      StoredObject read, Bucket to, String target, Preconditions conditions, Call call)
      throws Refusal {
    Attributes sent = Attributes.of(call.json());
    Attributes attributes = sent.isEmpty() ? read.attributes() : sent;
    return to.write(
        target,
        conditions,
        () -> new Bucket.Version(read.content(), attributes, read.components()));
  }

  private long step(Call call) throws Refusal {
    long asked = call.number("maxBytesRewrittenPerCall").orElse(bytesPerCall);
    if (asked < bytesPerCall && (asked == 0 || asked % (1 << 20) != 0)) {
      throw Refusal.invalid("maxBytesRewrittenPerCall must be a multiple of 1 MiB");
    }
    return Math.min(asked, bytesPerCall);
  }

  private long bytesDone(Call call, StoredObject source, Bucket to, String target) throws Refusal {
    if (call.query("rewriteToken").isEmpty()) {
      return 0;
    }
    Progress progress = open.remove(call.query("rewriteToken").get());
    if (progress == null
        || !progress.source.equals(source)
        || !progress.target.equals(to.name() + "/" + target)) {
      throw Refusal.invalid("Invalid rewrite token");
    }
    return progress.bytes;
  }

  private String remember(Progress progress) throws Refusal {
    if (open.size() >= MOST_OPEN) {
      throw new Refusal(507, "fakeFull", "The fake holds at most " + MOST_OPEN + " rewrites");
    }
    String token = UUID.randomUUID().toString();
    open.put(token, progress);
    return token;
  }
}
