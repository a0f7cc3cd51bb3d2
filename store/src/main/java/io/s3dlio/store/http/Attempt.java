package io.s3dlio.store.http;

import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.PutCondition;

/**
 * What was tried, for messages and for what a refusal means.
 *
 * @param detail what the address does not say, for example a range; may be empty
 * @param pinned whether one version was asked for, so that "not found" may mean "changed"
 */
public record Attempt(
    Operation operation, ObjectUri uri, String detail, PutCondition condition, boolean pinned) {

  /** An unconditional request for whatever version there is. */
  public static Attempt of(Operation operation, ObjectUri uri, String detail) {
    return new Attempt(operation, uri, detail, PutCondition.always(), false);
  }

  /** The same under a condition. */
  public Attempt on(PutCondition other) {
    return new Attempt(operation, uri, detail, other, pinned);
  }

  /** The same, of one version only. */
  public Attempt ofVersion() {
    return new Attempt(operation, uri, detail, condition, true);
  }

  /** Whether the request carries a condition. */
  public boolean conditional() {
    return !(condition instanceof PutCondition.Always);
  }

  @Override
  public String toString() {
    return operation + " " + uri + (detail.isEmpty() ? "" : " " + detail);
  }
}
