package io.s3dlio.tfrecord.example;

/** What is the same in all entries of a feature. Immutable. */
final class EntryHead {
  final FeatureSpec spec;

  /** All that stands between the length of the entry and that of its value. */
  final byte[] head;

  final byte kindTag;

  EntryHead(FeatureSpec spec) {
    this.spec = spec;
    byte[] key = spec.key();
    head = new byte[1 + Varints.size(key.length) + key.length + 1];
    head[0] = MapEntry.KEY;
    int at = Varints.write(head, 1, key.length);
    System.arraycopy(key, 0, head, at, key.length);
    head[head.length - 1] = MapEntry.VALUE;
    kindTag = (byte) (spec.kind().field() << 3 | Wire.BYTES);
  }
}
