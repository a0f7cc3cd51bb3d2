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
   * @param empty whether nothing is below it
   * @param modifiedMillis since 1970; 0 when nobody knows
   * @param isObject whether an object of just this key marks it, as Azure's tools do
   */
  record Directory(boolean empty, long modifiedMillis, boolean isObject) implements Found {}

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
