package io.s3dlio.store.gcs;

import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.Operation;
import io.s3dlio.store.PreconditionFailedException;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.ServiceAnswer;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.ThrottledException;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.UploadGoneException;
import io.s3dlio.store.http.Attempt;
import io.s3dlio.store.http.ContentRange;
import io.s3dlio.store.http.PastEndException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the service refuses into the exceptions of the contract: one switch over the status,
 * and one over the reasons of a 403. After Google's pages "HTTP status and error codes for JSON"
 * and "Retry strategy".
 */
final class GcsErrors {

  /** Longest text of the service that a message repeats, in characters. */
  private static final int LONGEST_QUOTE = 300;

  /** The only way in which the service tells a missing bucket from a missing object. */
  private static final Pattern NO_BUCKET = Pattern.compile("bucket (does not exist|not found)");

  /** What the service says of bytes that are not those of their checksum. */
  private static final Pattern WRONG_SUM = Pattern.compile("(?i)crc32c|md5|checksum|hash");

  /** What the service calls the request, for its operator. */
  private static final String REQUEST_ID = "x-guploader-uploadid";

  private final UnaryOperator<String> spelling;
  private final GcsCredentials credentials;

  GcsErrors(GcsConfig config, GcsCredentials credentials) {
    this.spelling = config.spelling();
    this.credentials = credentials;
  }

  /** One refusal of the service, with what was tried. */
  private record Refusal(Attempt attempt, GcsRefusedException cause) {

    ServiceAnswer answer() {
      return new ServiceAnswer(cause.status(), cause.reason(), cause.header(REQUEST_ID));
    }

    String message(String advice) {
      String quote = cause.said().replaceAll("\\s+", " ").trim();
      if (quote.length() > LONGEST_QUOTE) {
        quote = quote.substring(0, LONGEST_QUOTE) + "...";
      }
      return attempt
          + ": "
          + answer()
          + (quote.isEmpty() ? "" : " (" + quote + ")")
          + (advice.isEmpty() ? "" : "; " + advice);
    }
  }

  /** The contract's word for an answer of the service. */
  IOException refused(Attempt attempt, GcsRefusedException e) {
    Refusal refusal = new Refusal(attempt, e);
    return switch (e.status()) {
      case 400 -> badRequest(refusal);
      case 401 -> denied(refusal, asked());
      case 403 -> forbidden(refusal);
      case 404 -> notFound(refusal);
      case 408 -> mayPass(refusal);
      case 409 -> conflict(refusal);
      case 410 ->
          // Of a copy it is the token to go on with that is gone: it begins anew.
          refusal.attempt().operation() == Operation.COPY ? mayPass(refusal) : uploadGone(refusal);
      case 412 -> conditionFailed(refusal);
      case 416 -> pastEnd(refusal);
      case 429, 503 -> throttled(refusal);
      case 301, 302, 307, 308 ->
          other(refusal, "the service redirects; check " + spelling.apply("gs.endpoint"));
      case 405, 501 -> other(refusal, "the service cannot do this; see its documentation");
      default -> e.status() >= 500 ? mayPass(refusal) : other(refusal, "");
    };
  }

  private IOException badRequest(Refusal refusal) {
    String said = refusal.cause().said();
    if (said.contains("requester pays") || refusal.cause().reason().equals("userProjectMissing")) {
      return denied(refusal, "name who pays with " + spelling.apply("gs.user-project"));
    }
    boolean sends =
        refusal.attempt().operation() == Operation.PUT
            || refusal.attempt().operation() == Operation.UPLOAD_PART;
    // Bytes that were changed on their way may arrive well the next time.
    return sends && WRONG_SUM.matcher(said).find() ? mayPass(refusal) : other(refusal, "");
  }

  private IOException forbidden(Refusal refusal) {
    return switch (refusal.cause().reason()) {
      case "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded" -> throttled(refusal);
      case "accountDisabled", "UserProjectAccountProblem" ->
          denied(refusal, "the project's billing is off or its account closed: see to that first");
      case "userProjectMissing", "userProjectInconsistent", "UserProjectInconsistent" ->
          denied(refusal, "name who pays with " + spelling.apply("gs.user-project"));
      case "sslRequired" -> denied(refusal, "use https in " + spelling.apply("gs.endpoint"));
      case "retentionPolicyNotMet", "objectUnderActiveHold" ->
          denied(refusal, "the bucket keeps its objects for a time, or the object is held");
      default -> denied(refusal, asked());
    };
  }

  private String asked() {
    return "asked as " + credentials.describe() + "; " + credentials.cure();
  }

  private IOException notFound(Refusal refusal) {
    boolean bucket = refusal.attempt().uri().path().isEmpty();
    if (bucket || NO_BUCKET.matcher(refusal.cause().said()).find()) {
      return noSuchBucket(refusal);
    }
    return switch (refusal.attempt().operation()) {
      case PUT, START_UPLOAD, UPLOAD_PART, LIST, LIST_UPLOADS -> noSuchBucket(refusal);
      case COMPLETE, ABORT -> uploadGone(refusal);
      default -> refusal.attempt().pinned() ? changed(refusal) : missing(refusal);
    };
  }

  private static IOException missing(Refusal refusal) {
    return withCause(new FileNotFoundException(refusal.message("")), refusal);
  }

  private static IOException changed(Refusal refusal) {
    return new ObjectChangedException(
        refusal.message("the object was overwritten or deleted meanwhile"),
        refusal.answer(),
        refusal.cause());
  }

  private IOException noSuchBucket(Refusal refusal) {
    return withCause(
        new NoSuchBucketException(
            refusal.message(
                "there is no bucket "
                    + refusal.attempt().uri().authority()
                    + "; check its name and "
                    + spelling.apply("gs.endpoint"))),
        refusal);
  }

  private static IOException uploadGone(Refusal refusal) {
    return new UploadGoneException(
        refusal.message("the upload was completed or aborted, or a part was sent again"),
        refusal.answer(),
        refusal.cause());
  }

  /** Of a request without a condition it is a policy of the organization that fails. */
  private static IOException conditionFailed(Refusal refusal) {
    PutCondition condition = refusal.attempt().condition();
    if (condition instanceof PutCondition.IfAbsent) {
      return exists(refusal, "it exists already");
    }
    if (condition instanceof PutCondition.IfMatch) {
      return new PreconditionFailedException(
          refusal.message("the object is another version"), refusal.answer(), refusal.cause());
    }
    return refusal.attempt().pinned() ? changed(refusal) : other(refusal, "");
  }

  /** Of a bucket: taken, or not empty; of an object: two requests came together. */
  private static IOException conflict(Refusal refusal) {
    boolean bucket = refusal.attempt().uri().path().isEmpty();
    if (bucket && refusal.attempt().operation() == Operation.PUT) {
      return exists(
          refusal,
          "the name is taken, by you or in another project: bucket names are one name space of all"
              + " users; choose another one");
    }
    if (bucket && refusal.attempt().operation() == Operation.DELETE) {
      return withCause(
          new DirectoryNotEmptyException(
              refusal.message("unfinished uploads count, though no listing shows them")),
          refusal);
    }
    return mayPass(refusal);
  }

  private static IOException exists(Refusal refusal, String advice) {
    return withCause(
        new FileAlreadyExistsException(
            refusal.attempt().uri().toString(), null, refusal.message(advice)),
        refusal);
  }

  private static IOException pastEnd(Refusal refusal) {
    OptionalLong size = ContentRange.parse(refusal.cause().header("Content-Range")).total();
    String said =
        size.isPresent() ? "the object has " + size.getAsLong() + " bytes" : "past the end";
    return withCause(new PastEndException(refusal.message(said), size), refusal);
  }

  private static IOException denied(Refusal refusal, String advice) {
    return withCause(
        new AccessDeniedException(
            refusal.attempt().uri().toString(), null, refusal.message(advice)),
        refusal);
  }

  private static IOException throttled(Refusal refusal) {
    return new ThrottledException(
        refusal.message("the service asks to slow down"),
        retryAfter(refusal.cause().header("Retry-After")),
        refusal.answer(),
        refusal.cause());
  }

  private static IOException mayPass(Refusal refusal) {
    return new TransientException(refusal.message(""), refusal.answer(), refusal.cause());
  }

  private static IOException other(Refusal refusal, String advice) {
    return new StoreException(refusal.message(advice), refusal.answer(), refusal.cause());
  }

  private static @Nullable Duration retryAfter(String header) {
    // A date is allowed too, but the service sends none.
    return header.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(header)) : null;
  }

  private static <E extends IOException> E withCause(E exception, Refusal refusal) {
    exception.initCause(refusal.cause());
    return exception;
  }
}
