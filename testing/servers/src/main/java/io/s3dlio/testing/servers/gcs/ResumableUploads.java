package io.s3dlio.testing.servers.gcs;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The sessions of the page "Resumable uploads". */
final class ResumableUploads {
  private static final Pattern RANGE =
      Pattern.compile("bytes (?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18}|\\*)");

  /** Chunks but the last are kept in multiples of this; the rest has to be sent again. */
  private static final long GRAIN = 256 * 1024;

  private static final int MOST = 10_000;

  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  /** Begins a session; its URI is in the answer's Location. */
  Answer start(Uploads.Intent intent, Call call, String endpoint) throws Refusal {
    if (sessions.size() >= MOST) {
      throw new Refusal(507, "fakeFull", "The fake holds at most " + MOST + " sessions");
    }
    String id = UUID.randomUUID().toString();
    sessions.put(id, new Session(intent));
    String location =
        endpoint
            + "/upload/storage/v1/b/"
            + intent.bucket().name()
            + "/o?uploadType=resumable&upload_id="
            + id;
    // The choice of fields is made for the answer that ends the session.
    String fields =
        call.query("fields").map(chosen -> "&fields=" + encode(chosen, UTF_8)).orElse("");
    return Answer.empty(200).with("Location", location + fields);
  }

  /** Bytes for a session, the question how far it is, or its end. */
  Answer resume(Call call, String endpoint) throws Refusal {
    String id = call.query("upload_id").orElse("");
    Session session = sessions.get(id);
    if (session == null) {
      throw new Refusal(410, "gone", "The upload session does not exist any more");
    }
    if (call.method().equals("DELETE")) {
      sessions.remove(id);
      // "Cancel an upload": this number says that it was cancelled.
      return Answer.empty(499);
    }
    return session.answer(call, endpoint);
  }

  private static final class Session {
    private final Uploads.Intent intent;
    private final List<Content> kept = new ArrayList<>();
    private long length;
    private @Nullable StoredObject stored;

    private Session(Uploads.Intent intent) {
      this.intent = intent;
    }

    private synchronized Answer answer(Call call, String endpoint) throws Refusal {
      StoredObject before = stored;
      if (before != null) {
        return Uploads.stored(before, endpoint);
      }
      long total = take(call);
      if (total < 0 || length < total) {
        // No Range means that nothing has come yet.
        Answer more = Answer.empty(308);
        return length == 0 ? more : more.with("Range", "bytes=0-" + (length - 1));
      }
      StoredObject object = intent.store(Content.join(kept));
      stored = object;
      kept.clear();
      return Uploads.stored(object, endpoint);
    }

    /** Keeps what came; the length of the whole, or -1 as long as the client does not say. */
    private long take(Call call) throws Refusal {
      if (call.header("content-range").isEmpty()) {
        keep(call.body(), 0, call.body().length());
        return call.body().length();
      }
      Matcher range = RANGE.matcher(call.header("content-range").get());
      if (!range.matches()) {
        throw Refusal.invalid("Failed to parse Content-Range header.");
      }
      long total = range.group(3).equals("*") ? -1 : Long.parseLong(range.group(3));
      // Without a first and a last byte it only asks how far the session is.
      if (range.group(1) != null) {
        keep(call.body(), Long.parseLong(range.group(1)), total);
      }
      return total;
    }

    /** Bytes that are there already are passed over; a hole is refused. */
    private void keep(Content body, long start, long total) throws Refusal {
      if (start > length) {
        throw new Refusal(
            503,
            "backendError",
            "Invalid request. According to the Content-Range header, the upload offset is "
                + start
                + " byte(s), which exceeds already uploaded size of "
                + length
                + " byte(s).");
      }
      long end = start + body.length();
      long last = end == total ? end : end - end % GRAIN;
      if (last > length) {
        kept.add(body.slice(length - start, last - start));
        length = last;
      }
    }
  }
}
