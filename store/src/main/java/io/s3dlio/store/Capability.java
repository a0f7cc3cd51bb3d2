package io.s3dlio.store;

/** What a store does natively. */
public enum Capability {
  /** {@link PutCondition#ifAbsent()} on put and complete. */
  IF_ABSENT,
  /** {@link PutCondition#ifMatch(String)} on put and complete. */
  IF_MATCH,
  /** A condition on {@link ObjectStore#copy}. */
  CONDITIONAL_COPY,
  /** {@link ByteRange#suffix(long)}. */
  SUFFIX_RANGE,
  /** {@link Upload#copyPart}. */
  PART_COPY,
  /** {@link ObjectStore#move}. */
  ATOMIC_MOVE,
  /** User metadata and content headers are kept. */
  METADATA,
  /** {@link ObjectStore#listUploads}. */
  LIST_UPLOADS,
  /** {@link ListQuery#startAfter()}. */
  LIST_START_AFTER,
  /** Keys {@code p} and {@code p/q} may stand side by side. */
  KEY_BESIDE_PREFIX
}
