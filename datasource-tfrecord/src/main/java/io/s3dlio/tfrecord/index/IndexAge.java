package io.s3dlio.tfrecord.index;

/** Whether an index was written after its file, as far as clocks can tell. No instance. */
public final class IndexAge {

  private IndexAge() {}

  /**
   * Compares the times of modification.
   *
   * <p>An index that is older than its file is refused, but for a compact one: that carries the
   * file's length, and copies within an object store get the time of the copy, in any order. It may
   * still be right, and {@link IndexProof} shows whether it is.
   *
   * @param indexModifiedMillis milliseconds since 1970
   * @param dataModifiedMillis milliseconds since 1970
   * @return whether the index needs {@link IndexProof} before it is believed
   * @throws IndexRefusedException when it is older and not compact
   */
  public static boolean needsProof(
      IndexFormat format, long indexModifiedMillis, long dataModifiedMillis, IndexPair pair)
      throws IndexRefusedException {
    if (indexModifiedMillis >= dataModifiedMillis) {
      return false;
    }
    if (format != IndexFormat.COMPACT) {
      throw pair.older(
          "the file was written "
              + (dataModifiedMillis - indexModifiedMillis)
              + " ms after it, and this form does not say of which file it is");
    }
    return true;
  }
}
