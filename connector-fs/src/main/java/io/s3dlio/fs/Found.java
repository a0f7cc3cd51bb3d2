package io.s3dlio.fs;

import io.s3dlio.store.ObjectStat;

/** What stands at a path. */
sealed interface Found {

  /** Nothing. */
  record Nothing() implements Found {}

  /** An object. */
  record File(ObjectStat stat) implements Found {}

  /**
   * A directory.
   *
   * @param modifiedMillis since 1970; 0 when nobody knows
   */
  record Directory(boolean empty, long modifiedMillis) implements Found {}

  default boolean isNothing() {
    return this instanceof Nothing;
  }

  default boolean isFile() {
    return this instanceof File;
  }

  default boolean isDirectory() {
    return this instanceof Directory;
  }
}
