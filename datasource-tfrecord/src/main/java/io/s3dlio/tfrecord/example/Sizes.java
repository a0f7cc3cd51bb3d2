package io.s3dlio.tfrecord.example;

/** Bytes that parts of a message take on the wire, known before one of them is written. */
final class Sizes {

  private Sizes() {}

  /** A bytes_list of the values from index {@code first} up to, without, {@code end}. */
  static long slices(int[] lengths, int first, int end) {
    long size = 0;
    for (int i = first; i < end; i++) {
      size += delimited(lengths[i]);
    }
    return size;
  }

  /** A step of a FeatureList, whose list has that many bytes. */
  static long step(long listSize) {
    return delimited(delimited(listSize));
  }

  /** A packed list of numbers that take that many bytes; an empty one has no field at all. */
  static long packed(long size) {
    return size == 0 ? 0 : delimited(size);
  }

  /** With a tag of one byte and the length before it. */
  static long delimited(long size) {
    return 1 + Varints.size(size) + size;
  }
}
