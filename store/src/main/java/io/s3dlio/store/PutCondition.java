package io.s3dlio.store;

/** When a write may take effect. */
public sealed interface PutCondition {

  /** Whatever stands there now. */
  record Always() implements PutCondition {}

  /** Only when no object of that key exists. */
  record IfAbsent() implements PutCondition {}

  /** Only when the object is still the version of {@code etag}. */
  record IfMatch(String etag) implements PutCondition {}

  /** Whatever stands there now. */
  static PutCondition always() {
    return new Always();
  }

  /** Only when no object of that key exists: of many writers exactly one wins. */
  static PutCondition ifAbsent() {
    return new IfAbsent();
  }

  /** Only when the object is still the version of {@code etag}. */
  static PutCondition ifMatch(String etag) {
    return new IfMatch(etag);
  }
}
