package io.s3dlio.store.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.storage.blob.models.BlobStorageException;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the service refuses into the exceptions of the contract: one switch over the codes of
 * "Common REST API error codes" and "Blob Storage error codes", and one over the status for answers
 * without a code.
 */
final class AzureErrors {

  static final HttpHeaderName CODE = HttpHeaderName.fromString("x-ms-error-code");
  private static final HttpHeaderName REQUEST_ID = HttpHeaderName.fromString("x-ms-request-id");

  /** Longest text of the service that a message repeats, in characters. */
  private static final int LONGEST_QUOTE = 300;

  private static final Pattern CODE_TEXT = Pattern.compile("<Code>([^<]{1,100})</Code>");
  private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]*)</Message>");

  /** The one detail that helps and holds no signature: when a token was valid. */
  private static final Pattern DETAIL =
      Pattern.compile(
          "<AuthenticationErrorDetail>(Signature not valid in [^<]*|Signed expiry [^<]*)<");

  private final UnaryOperator<String> spelling;
  private final AzureCredentials credentials;
  private final InstantSource clock;

  AzureErrors(AzureConfig config, AzureCredentials credentials, InstantSource clock) {
    this.spelling = config.spelling();
    this.credentials = credentials;
    this.clock = clock;
  }

  /** One refusal of the service, taken apart. */
  private record Refusal(
      Attempt attempt,
      ServiceAnswer answer,
      String quote,
      HttpResponse response,
      BlobStorageException cause) {

    Optional<String> header(HttpHeaderName name) {
      return Optional.ofNullable(response.getHeaders().getValue(name));
    }

    String message(String advice) {
      return attempt
          + ": "
          + answer
          + (quote.isEmpty() ? "" : " (" + quote + ")")
          + (advice.isEmpty() ? "" : "; " + advice);
    }
  }

  /** The contract's word for a refusal. */
  IOException refused(Attempt attempt, BlobStorageException cause) {
    HttpResponse response = cause.getResponse();
    // Of one key in a batch the SDK has read the words already.
    String text =
        response instanceof AzureAnswer answer
            ? new String(answer.bytes(), StandardCharsets.UTF_8)
            : "<Message>" + cause.getServiceMessage() + "</Message>";
    String given = response.getHeaders().getValue(CODE);
    String id = response.getHeaders().getValue(REQUEST_ID);
    ServiceAnswer answer =
        new ServiceAnswer(
            response.getStatusCode(),
            given == null ? first(CODE_TEXT, text) : given,
            id == null ? "" : id);
    String quote = quote(first(MESSAGE, text)) + quote(" " + first(DETAIL, text));
    return translate(new Refusal(attempt, answer, quote, response, cause));
  }

  private IOException translate(Refusal refusal) {
    return switch (refusal.answer().code()) {
      case "BlobNotFound" -> missing(refusal);
      case "ContainerNotFound", "ContainerDisabled" -> noSuchContainer(refusal);
      case "ContainerBeingDeleted" ->
          isOfContainer(refusal) && refusal.attempt().operation() == Operation.PUT
              ? mayPass(refusal)
              : noSuchContainer(refusal);
      case "BlobAlreadyExists", "ContainerAlreadyExists" -> exists(refusal);
      case "ConditionNotMet", "TargetConditionNotMet" -> conditionFailed(refusal);
      case "SourceConditionNotMet" -> changed(refusal);
      case "CannotVerifyCopySource" -> copySource(refusal);
      case "InvalidBlockList", "InvalidBlockId" -> uploadGone(refusal);
      case "InvalidRange" -> pastEnd(refusal);
      case "AuthenticationFailed",
          "AuthorizationFailure",
          "AuthorizationPermissionMismatch",
          "AuthorizationProtocolMismatch",
          "AuthorizationResourceTypeMismatch",
          "AuthorizationServiceMismatch",
          "AuthorizationSourceIPMismatch",
          "InsufficientAccountPermissions",
          "InvalidAuthenticationInfo",
          "KeyBasedAuthenticationNotPermitted",
          "NoAuthenticationInformation",
          "PublicAccessNotPermitted",
          "UnauthorizedBlobOverwrite" ->
          accessDenied(refusal);
      case "AccountIsDisabled" -> denied(refusal, "the account is disabled: see the Azure portal");
      case "ServerBusy", "IngressLimitExceeded", "EgressLimitExceeded" -> throttled(refusal);
      case "OperationTimedOut",
          "InternalError",
          "Md5Mismatch",
          "Crc64Mismatch",
          "IncompleteBody",
          "PendingCopyOperation",
          "AccountBeingCreated" ->
          mayPass(refusal);
      default -> unusual(refusal);
    };
  }

  /** Refusals that are nobody's but the user's to mend. */
  private IOException unusual(Refusal refusal) {
    return switch (refusal.answer().code()) {
      case "InvalidBlobOrBlock" ->
          other(
              refusal,
              "another program has sent parts of this object with ids of another length; write the"
                  + " object in one piece, or wait a week until they lapse");
      case "BlockCountExceedsLimit" ->
          other(
              refusal,
              "uploads of this object that were never completed fill it up; write it in one piece,"
                  + " or wait a week until they lapse");
      case "LeaseIdMissing", "LeaseIdMismatchWithBlobOperation", "LeaseLost" ->
          other(refusal, "another program holds a lease on the object; break it, or wait");
      case "SnapshotsPresent" ->
          other(refusal, "the object has snapshots, which are yours to delete first");
      case "BlobArchived", "BlobBeingRehydrated" ->
          other(refusal, "the object is in the archive tier; bring it back to hot or cool first");
      case "BlobImmutableDueToPolicy", "BlobImmutableDueToLegalHold" ->
          other(refusal, "a policy of the container keeps the object as it is");
      case "DirectoryIsNotEmpty",
          "EndpointUnsupportedAccountFeatures",
          "HierarchicalNamespaceNotSupported" ->
          other(refusal, HIERARCHICAL);
      case "InvalidUri", "InvalidResourceName", "OutOfRangeInput" ->
          other(refusal, "check the names of account and container");
      default -> byStatus(refusal);
    };
  }

  /** For accounts whose directories are objects of their own, which this store cannot serve. */
  static final String HIERARCHICAL =
      "the account has a hierarchical namespace, where directories are not what this store takes"
          + " them for; use abfs:// there, or an account without";

  private IOException byStatus(Refusal refusal) {
    int status = refusal.answer().status();
    return switch (status) {
      case 401, 403 -> accessDenied(refusal);
      case 404 -> notFound(refusal);
      case 409 -> ifAbsent(refusal) ? exists(refusal) : other(refusal, "");
      case 412 -> conditionFailed(refusal);
      case 416 -> pastEnd(refusal);
      case 429, 503 -> throttled(refusal);
      case 408 -> mayPass(refusal);
      case 501 -> other(refusal, "the service cannot do this; see its documentation");
      default ->
          status >= 500
              ? mayPass(refusal)
              : other(
                  refusal, status >= 300 && status < 400 ? "check " + option("az.endpoint") : "");
    };
  }

  private static boolean isOfContainer(Refusal refusal) {
    return refusal.attempt().uri().path().isEmpty();
  }

  private static boolean ifAbsent(Refusal refusal) {
    return refusal.attempt().condition() instanceof PutCondition.IfAbsent;
  }

  /** A 404 that does not say what is missing. */
  private IOException notFound(Refusal refusal) {
    return switch (refusal.attempt().operation()) {
      case PUT, UPLOAD_PART, LIST -> noSuchContainer(refusal);
      default -> missing(refusal);
    };
  }

  private static IOException missing(Refusal refusal) {
    if (refusal.attempt().condition() instanceof PutCondition.IfMatch) {
      return new PreconditionFailedException(
          refusal.message("the object is gone"), refusal.answer(), refusal.cause());
    }
    return refusal.attempt().operation() == Operation.COMPLETE
        ? uploadGone(refusal)
        : withCause(new FileNotFoundException(refusal.message("")), refusal);
  }

  private IOException noSuchContainer(Refusal refusal) {
    return withCause(
        new NoSuchBucketException(
            refusal.message(
                "there is no container "
                    + refusal.attempt().uri().authority()
                    + "; check its name and "
                    + option("az.endpoint"))),
        refusal);
  }

  private static IOException uploadGone(Refusal refusal) {
    return new UploadGoneException(
        refusal.message(
            "the service has no such parts: another write of this object came first and took them"
                + " away, or they lapsed"),
        refusal.answer(),
        refusal.cause());
  }

  private static IOException conditionFailed(Refusal refusal) {
    Attempt attempt = refusal.attempt();
    if (ifAbsent(refusal)) {
      return exists(refusal);
    }
    if (attempt.condition() instanceof PutCondition.IfMatch) {
      return new PreconditionFailedException(
          refusal.message("the object is another version"), refusal.answer(), refusal.cause());
    }
    return changed(refusal);
  }

  private static IOException changed(Refusal refusal) {
    return new ObjectChangedException(
        refusal.message("the object was overwritten meanwhile"), refusal.answer(), refusal.cause());
  }

  /** The service reads the source by a request of its own and repeats that one's status. */
  private IOException copySource(Refusal refusal) {
    return switch (refusal.answer().status()) {
      case 404 -> withCause(new FileNotFoundException(refusal.message("")), refusal);
      case 412 -> changed(refusal);
      case 401, 403 -> accessDenied(refusal);
      default -> byStatus(refusal);
    };
  }

  private static IOException exists(Refusal refusal) {
    return withCause(
        new FileAlreadyExistsException(
            refusal.attempt().uri().toString(), null, refusal.message("it exists already")),
        refusal);
  }

  private static IOException pastEnd(Refusal refusal) {
    OptionalLong size =
        ContentRange.parse(refusal.header(HttpHeaderName.CONTENT_RANGE).orElse("")).total();
    String said =
        size.isPresent() ? "the object has " + size.getAsLong() + " bytes" : "past the end";
    return withCause(new PastEndException(refusal.message(said), size), refusal);
  }

  private IOException accessDenied(Refusal refusal) {
    String theirs = refusal.header(HttpHeaderName.DATE).orElse("not given");
    return denied(
        refusal,
        "asked with "
            + credentials.describe()
            + "; "
            + credentials.cure()
            + "; the clock here says "
            + clock.instant()
            + ", the service's "
            + theirs);
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
        retryAfter(refusal.header(HttpHeaderName.RETRY_AFTER)),
        refusal.answer(),
        refusal.cause());
  }

  private static IOException mayPass(Refusal refusal) {
    return new TransientException(refusal.message(""), refusal.answer(), refusal.cause());
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

  private String option(String name) {
    return spelling.apply(name);
  }

  private static <E extends IOException> E withCause(E exception, Refusal refusal) {
    exception.initCause(refusal.cause());
    return exception;
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.group(1) : "";
  }

  /** The first line: the service repeats request id and time in the next ones. */
  private static String quote(String text) {
    String quote = text.lines().findFirst().orElse("").stripTrailing();
    return quote.length() > LONGEST_QUOTE ? quote.substring(0, LONGEST_QUOTE) + "..." : quote;
  }
}
