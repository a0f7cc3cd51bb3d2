package io.s3dlio.store.s3;

import io.s3dlio.store.NoSpaceException;
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
import io.s3dlio.store.WrongRegionException;
import io.s3dlio.store.http.Attempt;
import io.s3dlio.store.http.ContentRange;
import io.s3dlio.store.http.PastEndException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Turns what the service refuses into the exceptions of the contract: one switch over its error
 * codes, and one over the status for answers without a code (those to a HEAD).
 */
final class S3Errors {

  /** Longest text of the service that a message repeats, in characters. */
  private static final int LONGEST_QUOTE = 300;

  private final UnaryOperator<String> spelling;
  private final S3Credentials credentials;
  private final Supplier<String> region;
  private final InstantSource clock;

  S3Errors(
      S3Config config, S3Credentials credentials, Supplier<String> region, InstantSource clock) {
    this.spelling = config.spelling();
    this.credentials = credentials;
    this.region = region;
    this.clock = clock;
  }

  /** One refusal of the service, taken apart. */
  private record Refusal(
      Attempt attempt,
      ServiceAnswer answer,
      String quote,
      @Nullable SdkHttpResponse response,
      @Nullable Throwable cause) {

    Optional<String> header(String name) {
      return response == null ? Optional.empty() : response.firstMatchingHeader(name);
    }

    String message(String advice) {
      return attempt
          + ": "
          + answer
          + (quote.isEmpty() ? "" : " (" + quote + ")")
          + (advice.isEmpty() ? "" : "; " + advice);
    }
  }

  /** The contract's word for an answer of the service. */
  IOException refused(Attempt attempt, AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? "" : text(details.errorCode());
    ServiceAnswer answer = new ServiceAnswer(e.statusCode(), code, text(e.requestId()));
    return translate(
        new Refusal(
            attempt,
            answer,
            details == null ? "" : quote(details.errorMessage()),
            details == null ? null : details.sdkHttpResponse(),
            e));
  }

  /** The contract's word for one key's entry in the answer to a batch delete. */
  IOException refused(Attempt attempt, String code, String message) {
    ServiceAnswer answer = new ServiceAnswer(200, code, "");
    return translate(new Refusal(attempt, answer, quote(message), null, null));
  }

  /** Whether fresh credentials may let the same request pass. */
  static boolean mayBeExpired(Attempt attempt, AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? "" : text(details.errorCode());
    return switch (code) {
      case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired" -> true;
      // The answer to a HEAD has no code; of a 400 an expired token is the likeliest reason.
      default -> attempt.operation() == Operation.STAT && e.statusCode() == 400;
    };
  }

  private IOException translate(Refusal refusal) {
    return switch (refusal.answer().code()) {
      case "NoSuchKey" -> noSuchKey(refusal);
      case "NoSuchBucket" -> noSuchBucket(refusal);
      case "NoSuchUpload", "InvalidPart" -> uploadGone(refusal);
      case "PreconditionFailed" -> conditionFailed(refusal);
      case "ConditionalRequestConflict", "OperationAborted" -> conflict(refusal);
      case "InvalidRange" -> pastEnd(refusal);
      case "AccessDenied",
          "AllAccessDisabled",
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "InvalidToken",
          "InvalidClientTokenId",
          "InvalidSecurity",
          "NotSignedUp",
          "AccountProblem",
          "XAdminUserNotFound" ->
          accessDenied(refusal);
      case "ExpiredToken",
          "ExpiredTokenException",
          "TokenRefreshRequired",
          "RequestTimeTooSkewed",
          "RequestExpired" ->
          outOfTime(refusal);
      case "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          wrongRegion(refusal);
      case "SlowDown",
          "SlowDownRead",
          "SlowDownWrite",
          "ServiceUnavailable",
          "Throttling",
          "ThrottlingException",
          "TooManyRequests",
          "RequestLimitExceeded",
          "BandwidthLimitExceeded" ->
          throttled(refusal);
      case "InternalError",
          "InternalServerError",
          "RequestTimeout",
          "IncompleteBody",
          "BadDigest",
          "XAmzContentChecksumMismatch",
          "XAmzContentSHA256Mismatch",
          "XMinioServerNotInitialized" ->
          mayPass(refusal);
      case "BucketAlreadyExists", "BucketAlreadyOwnedByYou" -> exists(refusal);
      case "BucketNotEmpty" ->
          withCause(new DirectoryNotEmptyException(refusal.message("")), refusal);
      case "QuotaExceeded", "XMinioStorageFull", "InsufficientStorage" ->
          new NoSpaceException(
              refusal.message("free space, or raise the quota"), refusal.answer(), refusal.cause());
      case "NotImplemented", "MethodNotAllowed" ->
          other(refusal, "the service cannot do this; see its documentation");
      case "EntityTooSmall" -> other(refusal, "raise " + spelling.apply("write.part-size"));
      default -> byStatus(refusal);
    };
  }

  private IOException byStatus(Refusal refusal) {
    int status = refusal.answer().status();
    return switch (status) {
      case 401, 403 -> accessDenied(refusal);
      case 404 -> noSuchKey(refusal);
      case 409 -> refusal.attempt().conditional() ? conflict(refusal) : other(refusal, "");
      case 412 -> conditionFailed(refusal);
      case 416 -> pastEnd(refusal);
      case 429, 503 -> throttled(refusal);
      case 301, 302, 307, 308 -> wrongRegion(refusal);
      case 400 -> refusal.header(REGION).isPresent() ? wrongRegion(refusal) : badRequest(refusal);
      case 501 -> other(refusal, "the service cannot do this; see its documentation");
      case 507 -> new NoSpaceException(refusal.message(""), refusal.answer(), refusal.cause());
      // 200: an error inside a successful answer, which S3 gives for failures of its own.
      case 200, 408 -> mayPass(refusal);
      default -> status >= 500 ? mayPass(refusal) : other(refusal, "");
    };
  }

  private static final String REGION = "x-amz-bucket-region";

  private IOException noSuchKey(Refusal refusal) {
    if (refusal.attempt().condition() instanceof PutCondition.IfMatch) {
      return new PreconditionFailedException(
          refusal.message("the object is gone"), refusal.answer(), refusal.cause());
    }
    return switch (refusal.attempt().operation()) {
      case PUT, START_UPLOAD, LIST, LIST_UPLOADS, DELETE -> noSuchBucket(refusal);
      case UPLOAD_PART, COMPLETE, ABORT -> uploadGone(refusal);
      default -> withCause(new FileNotFoundException(refusal.message("")), refusal);
    };
  }

  private IOException noSuchBucket(Refusal refusal) {
    return withCause(
        new NoSuchBucketException(
            refusal.message(
                "there is no bucket "
                    + refusal.attempt().uri().authority()
                    + "; check its name and "
                    + spelling.apply("s3.endpoint"))),
        refusal);
  }

  private static IOException uploadGone(Refusal refusal) {
    return new UploadGoneException(
        refusal.message("the upload was completed, aborted, or has lapsed"),
        refusal.answer(),
        refusal.cause());
  }

  private static IOException conditionFailed(Refusal refusal) {
    Attempt attempt = refusal.attempt();
    if (attempt.condition() instanceof PutCondition.IfAbsent) {
      return exists(refusal);
    }
    if (attempt.condition() instanceof PutCondition.IfMatch) {
      return new PreconditionFailedException(
          refusal.message("the object is another version"), refusal.answer(), refusal.cause());
    }
    return new ObjectChangedException(
        refusal.message("the object was overwritten meanwhile"), refusal.answer(), refusal.cause());
  }

  private static IOException conflict(Refusal refusal) {
    if (refusal.attempt().operation() == Operation.COMPLETE) {
      return new UploadGoneException(
          refusal.message("another write came between; every part must be sent again"),
          refusal.answer(),
          refusal.cause());
    }
    return mayPass(refusal);
  }

  private static IOException exists(Refusal refusal) {
    return withCause(
        new FileAlreadyExistsException(
            refusal.attempt().uri().toString(), null, refusal.message("it exists already")),
        refusal);
  }

  private static IOException pastEnd(Refusal refusal) {
    OptionalLong size = ContentRange.parse(refusal.header("Content-Range").orElse("")).total();
    String said =
        size.isPresent() ? "the object has " + size.getAsLong() + " bytes" : "past the end";
    return withCause(new PastEndException(refusal.message(said), size), refusal);
  }

  private IOException accessDenied(Refusal refusal) {
    return denied(refusal, "asked with " + credentials.describe() + "; " + credentials.cure());
  }

  private IOException outOfTime(Refusal refusal) {
    String theirs = refusal.header("Date").orElse("not given");
    String ours = clock.instant().toString();
    return denied(
        refusal,
        "the clock here says "
            + ours
            + ", the service's "
            + theirs
            + "; asked with "
            + credentials.describe()
            + "; set the clock, or renew the credentials");
  }

  private static IOException denied(Refusal refusal, String advice) {
    return withCause(
        new AccessDeniedException(
            refusal.attempt().uri().toString(), null, refusal.message(advice)),
        refusal);
  }

  private IOException wrongRegion(Refusal refusal) {
    String advice =
        refusal
            .header(REGION)
            .map(
                right ->
                    "the bucket is in "
                        + right
                        + ": set "
                        + spelling.apply("s3.region")
                        + " = "
                        + right)
            .or(
                () ->
                    refusal
                        .header("Location")
                        .map(
                            right ->
                                "it is served by "
                                    + right
                                    + ": set "
                                    + spelling.apply("s3.endpoint")))
            .orElse(
                "set "
                    + spelling.apply("s3.region")
                    + " and "
                    + spelling.apply("s3.endpoint")
                    + " to those of the bucket");
    return new WrongRegionException(
        refusal.message("signed for region " + region.get() + "; " + advice),
        refusal.answer(),
        refusal.cause());
  }

  private static IOException throttled(Refusal refusal) {
    return new ThrottledException(
        refusal.message("the service asks to slow down"),
        retryAfter(refusal.header("Retry-After")),
        refusal.answer(),
        refusal.cause());
  }

  private static IOException mayPass(Refusal refusal) {
    return new TransientException(refusal.message(""), refusal.answer(), refusal.cause());
  }

  /**
   * Of a read most likely the wrong kind of encryption; the answer to a HEAD says nothing at all.
   */
  private IOException badRequest(Refusal refusal) {
    boolean read =
        switch (refusal.attempt().operation()) {
          case STAT, GET, COPY, COPY_PART -> true;
          default -> false;
        };
    return other(
        refusal,
        read
            ? "an object written with a key of its owner is read with the same "
                + spelling.apply("s3.sse-c-key-secret")
                + ", every other one without any"
            : "");
  }

  private static IOException other(Refusal refusal, String advice) {
    return new StoreException(refusal.message(advice), refusal.answer(), refusal.cause());
  }

  private static @Nullable Duration retryAfter(Optional<String> header) {
    // A date is allowed too, but no store sends one.
    return header
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(null);
  }

  private static <E extends IOException> E withCause(E exception, Refusal refusal) {
    if (refusal.cause() != null) {
      exception.initCause(refusal.cause());
    }
    return exception;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String quote(@Nullable String text) {
    String quote = text(text).replaceAll("\\s+", " ").trim();
    return quote.length() > LONGEST_QUOTE ? quote.substring(0, LONGEST_QUOTE) + "..." : quote;
  }
}
