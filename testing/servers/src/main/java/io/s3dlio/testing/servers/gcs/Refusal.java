package io.s3dlio.testing.servers.gcs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An answer other than success, in the form of the page "HTTP status and error codes for JSON". */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String reason;

  Refusal(int status, String reason, String message) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  static Refusal invalid(String message) {
    return new Refusal(400, "invalid", message);
  }

  /** For what Google has and this fake has not, so that no test mistakes silence for success. */
  static Refusal unknownHere(String what) {
    return new Refusal(501, "notImplemented", "The fake does not know " + what);
  }

  static Refusal conditionNotMet() {
    return new Refusal(
        412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
  }

  static Refusal noSuchObject(String bucket, String name) {
    return new Refusal(404, "notFound", "No such object: " + bucket + "/" + name);
  }

  Answer answer() {
    if (status == 304) {
      return Answer.empty(304);
    }
    String message = String.valueOf(getMessage());
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("message", message);
    detail.put("domain", "global");
    detail.put("reason", reason);
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", status);
    error.put("message", message);
    error.put("errors", List.of(detail));
    Answer answer = Answer.json(status, Map.of("error", error));
    return status == 401 ? answer.with("WWW-Authenticate", "Bearer realm=\"GCS\"") : answer;
  }
}
