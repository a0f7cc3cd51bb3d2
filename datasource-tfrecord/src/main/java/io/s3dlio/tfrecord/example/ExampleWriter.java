package io.s3dlio.tfrecord.example;

import java.util.Arrays;
import java.util.List;

/**
 * Makes payloads out of values: keys sorted, lists packed, the bytes that TensorFlow's
 * deterministic serialisation gives. Source: example.proto and feature.proto of TensorFlow.
 *
 * <p>Per record: {@link #begin}, then the features in the order of the list given to the
 * constructor, each at most once and without those that are null, then {@link #finish}. All sizes
 * are known before a byte is written, so that nothing is written twice. For one thread.
 */
public final class ExampleWriter {

  /** Place for a tag and a length before a map. */
  private static final int HEAD = 6;

  private static final int MOST = Integer.MAX_VALUE - 8;

  private final boolean isSequence;
  private final EntryHead[] fields;
  private byte[] bytes = new byte[1024];
  private int at;
  private int last;
  private int contextEnd;
  private int start;

  /**
   * A writer of these features.
   *
   * @param specs in {@link FeatureSpec#WIRE_ORDER}
   * @throws IllegalArgumentException for another order, two features of one name in one map, a list
   *     of lists outside of a SequenceExample, and for payloads that are no messages
   */
  public ExampleWriter(RecordType type, List<FeatureSpec> specs) {
    FeatureSpec.check(type, specs);
    isSequence = type == RecordType.SEQUENCE_EXAMPLE;
    for (int i = 1; i < specs.size(); i++) {
      if (FeatureSpec.WIRE_ORDER.compare(specs.get(i - 1), specs.get(i)) >= 0) {
        throw new IllegalArgumentException("features out of order: " + specs);
      }
    }
    fields = specs.stream().map(EntryHead::new).toArray(EntryHead[]::new);
  }

  /** Begins a record; what was written before is gone. */
  public void begin() {
    at = HEAD;
    last = -1;
    contextEnd = -1;
  }

  /** A scalar of an int64_list. */
  public void int64(int feature, long value) {
    int size = Varints.size(value);
    beginEntry(feature, FeatureKind.INT64, 2 + size);
    beginPacked(size);
    at = Varints.write(bytes, at, value);
  }

  /** A scalar of a float_list. */
  public void float32(int feature, float value) {
    beginEntry(feature, FeatureKind.FLOAT, 2 + Float.BYTES);
    beginPacked(Float.BYTES);
    Wire.FLOAT.set(bytes, at, value);
    at += Float.BYTES;
  }

  /** A scalar of a bytes_list. */
  public void bytes(int feature, byte[] from, int start, int length) {
    beginEntry(feature, FeatureKind.BYTES, Sizes.delimited(length));
    beginPacked(length);
    System.arraycopy(from, start, bytes, at, length);
    at += length;
  }

  /** A list, an int64_list: {@code count} numbers from the first on. */
  public void int64List(int feature, long[] values, int count) {
    long size = Varints.size(values, 0, count);
    beginEntry(feature, FeatureKind.INT64, Sizes.packed(size));
    writePacked(values, 0, count, size);
  }

  /** A list, a float_list: {@code count} numbers from the first on. */
  public void floatList(int feature, float[] values, int count) {
    beginEntry(feature, FeatureKind.FLOAT, Sizes.packed((long) Float.BYTES * count));
    writePacked(values, 0, count);
  }

  /** A list, a bytes_list: {@code count} slices of {@code from}. */
  public void bytesList(int feature, byte[] from, int[] starts, int[] lengths, int count) {
    beginEntry(feature, FeatureKind.BYTES, Sizes.slices(lengths, 0, count));
    writeSlices(from, starts, lengths, 0, count);
  }

  /**
   * A list of lists, of int64_lists.
   *
   * @param stepOffsets step {@code s} has the values from {@code stepOffsets[s]} up to, without,
   *     {@code stepOffsets[s + 1]}
   */
  public void int64Lists(int feature, long[] values, int[] stepOffsets, int steps) {
    long size = 0;
    for (int step = 0; step < steps; step++) {
      size +=
          Sizes.step(Sizes.packed(Varints.size(values, stepOffsets[step], stepOffsets[step + 1])));
    }
    beginListEntry(feature, FeatureKind.INT64, size);
    for (int step = 0; step < steps; step++) {
      int from = stepOffsets[step];
      int to = stepOffsets[step + 1];
      long packed = Varints.size(values, from, to);
      beginStep(feature, Sizes.packed(packed));
      writePacked(values, from, to, packed);
    }
  }

  /** A list of lists, of float_lists; the steps as of {@link #int64Lists}. */
  public void floatLists(int feature, float[] values, int[] stepOffsets, int steps) {
    long size = 0;
    for (int step = 0; step < steps; step++) {
      size += Sizes.step(Sizes.packed(4L * (stepOffsets[step + 1] - stepOffsets[step])));
    }
    beginListEntry(feature, FeatureKind.FLOAT, size);
    for (int step = 0; step < steps; step++) {
      int from = stepOffsets[step];
      int to = stepOffsets[step + 1];
      beginStep(feature, Sizes.packed(4L * (to - from)));
      writePacked(values, from, to);
    }
  }

  /** A list of lists, of bytes_lists; the steps as of {@link #int64Lists}. */
  public void bytesLists(
      int feature, byte[] from, int[] starts, int[] lengths, int[] stepOffsets, int steps) {
    long size = 0;
    for (int step = 0; step < steps; step++) {
      size += Sizes.step(Sizes.slices(lengths, stepOffsets[step], stepOffsets[step + 1]));
    }
    beginListEntry(feature, FeatureKind.BYTES, size);
    for (int step = 0; step < steps; step++) {
      int first = stepOffsets[step];
      int end = stepOffsets[step + 1];
      beginStep(feature, Sizes.slices(lengths, first, end));
      writeSlices(from, starts, lengths, first, end);
    }
  }

  /** Ends the record: it is {@link #length} bytes of {@link #array} from {@link #start} on. */
  public void finish() {
    if (isSequence) {
      endContext();
      int lists = contextEnd + HEAD;
      int head = putHead(lists, at - lists, 2);
      int gap = head - contextEnd;
      System.arraycopy(bytes, HEAD, bytes, HEAD + gap, contextEnd - HEAD);
      start = putHead(HEAD + gap, contextEnd - HEAD, 1);
    } else {
      start = putHead(HEAD, at - HEAD, 1);
    }
  }

  /** The writer's own; the next record changes it. */
  public byte[] array() {
    return bytes;
  }

  public int start() {
    return start;
  }

  public int length() {
    return at - start;
  }

  /** A copy of the record. */
  public byte[] toBytes() {
    return Arrays.copyOfRange(bytes, start, at);
  }

  /** Puts tag and length before a map, and says where they begin. */
  private int putHead(int map, int length, int field) {
    int head = map - 1 - Varints.size(length);
    bytes[head] = (byte) (field << 3 | Wire.BYTES);
    Varints.write(bytes, head + 1, length);
    return head;
  }

  private void endContext() {
    if (contextEnd < 0) {
      contextEnd = at;
      reserve(HEAD);
      at += HEAD;
    }
  }

  /** All of a feature up to the fields of its list, which have {@code listSize} bytes. */
  private void beginEntry(int feature, FeatureKind kind, long listSize) {
    EntryHead field = next(feature, kind);
    if (field.spec.isListOfLists()) {
      throw new IllegalArgumentException(field.spec + " is a list of lists");
    }
    long valueSize = Sizes.delimited(listSize);
    beginMapEntry(field, valueSize);
    bytes[at++] = field.kindTag;
    at = Varints.write(bytes, at, listSize);
  }

  private void beginListEntry(int feature, FeatureKind kind, long valueSize) {
    EntryHead field = next(feature, kind);
    if (!field.spec.isListOfLists()) {
      throw new IllegalArgumentException(field.spec + " is no list of lists");
    }
    endContext();
    beginMapEntry(field, valueSize);
  }

  private void beginMapEntry(EntryHead field, long valueSize) {
    long entrySize = field.head.length + Varints.size(valueSize) + valueSize;
    reserve(Sizes.delimited(entrySize));
    bytes[at++] = MapEntry.KEY;
    at = Varints.write(bytes, at, entrySize);
    System.arraycopy(field.head, 0, bytes, at, field.head.length);
    at = Varints.write(bytes, at + field.head.length, valueSize);
  }

  private void beginStep(int feature, long listSize) {
    bytes[at++] = MapEntry.KEY;
    at = Varints.write(bytes, at, Sizes.delimited(listSize));
    bytes[at++] = fields[feature].kindTag;
    at = Varints.write(bytes, at, listSize);
  }

  private EntryHead next(int feature, FeatureKind kind) {
    EntryHead field = fields[feature];
    if (feature <= last || field.spec.kind() != kind) {
      throw new IllegalArgumentException(
          field.spec + (feature <= last ? " is out of order" : " is no " + kind.text()));
    }
    last = feature;
    return field;
  }

  private void writePacked(long[] values, int from, int to, long size) {
    if (from == to) {
      return;
    }
    beginPacked(size);
    int next = at;
    for (int i = from; i < to; i++) {
      next = Varints.write(bytes, next, values[i]);
    }
    at = next;
  }

  private void writePacked(float[] values, int from, int to) {
    if (from == to) {
      return;
    }
    beginPacked(4L * (to - from));
    int next = at;
    for (int i = from; i < to; i++, next += Float.BYTES) {
      Wire.FLOAT.set(bytes, next, values[i]);
    }
    at = next;
  }

  private void writeSlices(byte[] from, int[] starts, int[] lengths, int first, int end) {
    for (int i = first; i < end; i++) {
      beginPacked(lengths[i]);
      System.arraycopy(from, starts[i], bytes, at, lengths[i]);
      at += lengths[i];
    }
  }

  /** The tag of a list's field 1 and a length. */
  private void beginPacked(long size) {
    bytes[at++] = MapEntry.KEY;
    at = Varints.write(bytes, at, size);
  }

  private void reserve(long size) {
    long needed = at + size;
    if (needed > MOST) {
      throw new IllegalArgumentException("a record of over " + MOST + " bytes");
    }
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(MOST, 2L * bytes.length)));
    }
  }
}
