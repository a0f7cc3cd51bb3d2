package io.s3dlio.store;

/**
 * The service's own words of a refusal.
 *
 * @param status the HTTP status
 * @param code the service's error code, empty when it gave none
 * @param requestId what the service's operator asks for, empty when there was none
 */
public record ServiceAnswer(int status, String code, String requestId) {
  @Override
  public String toString() {
    return "status "
        + status
        + (code.isEmpty() ? "" : ", code " + code)
        + (requestId.isEmpty() ? "" : ", request id " + requestId);
  }
}
