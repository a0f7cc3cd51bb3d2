package io.s3dlio.tfrecord.example;

import io.s3dlio.store.UnsupportedFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from some records which features a file has.
 *
 * <p>A feature is a scalar when no record has more than one value of it, else a list; those of the
 * {@code feature_lists} are lists of lists. What never has a kind does not count. Nothing is
 * widened: an int64_list in one record and a float_list in another, or one name in the context and
 * in the lists, is a conflict. For one thread.
 */
public final class FeatureShapes {

  /** What is known of one feature, of a record or of all. */
  private static final class Seen {
    private final boolean isListOfLists;
    private @Nullable FeatureKind kind;
    private @Nullable FeatureKind otherKind;
    private boolean isElsewhere;
    private long records;
    private int most;
    private boolean hasText;
    private boolean hasBinary;

    private Seen(boolean isListOfLists) {
      this.isListOfLists = isListOfLists;
    }

    private void merge(Seen other) {
      if (other.kind != null) {
        merge(other.kind);
      }
      otherKind = otherKind == null ? other.otherKind : otherKind;
      isElsewhere |= other.isElsewhere || other.isListOfLists != isListOfLists;
      records += other.records;
      most = Math.max(most, other.most);
      hasText |= other.hasText;
      hasBinary |= other.hasBinary;
    }

    private void merge(FeatureKind found) {
      if (kind != null && kind != found) {
        otherKind = found;
      } else {
        kind = found;
      }
    }
  }

  private final boolean isSequence;
  private final Map<String, Seen> features = new HashMap<>();
  private final MapEntry entry = new MapEntry();
  private final Map<FeatureKind, ColumnBuilder> scratch = new HashMap<>();
  private long records;

  /**
   * Begins with no record.
   *
   * @throws IllegalArgumentException for payloads that are no messages
   */
  public FeatureShapes(RecordType type) {
    if (type == RecordType.BYTE_ARRAY) {
      throw new IllegalArgumentException("records of type ByteArray have no features");
    }
    isSequence = type == RecordType.SEQUENCE_EXAMPLE;
    for (FeatureKind kind : FeatureKind.values()) {
      scratch.put(kind, new ColumnBuilder(FeatureSpec.list("", kind)));
    }
  }

  /**
   * Looks at one payload.
   *
   * @return what is wrong with it, if something is; then it does not count
   */
  public Optional<String> add(byte[] bytes, int start, int length) {
    Map<String, Seen> found = new HashMap<>();
    try {
      readMessage(found, bytes, start, start + length);
    } catch (MalformedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    records++;
    merge(found);
    return Optional.empty();
  }

  /** Adds what was found in other records. */
  public void merge(FeatureShapes others) {
    records += others.records;
    merge(others.features);
  }

  /** Records that were looked at and could be read. */
  public long records() {
    return records;
  }

  /**
   * What was found, in the order of the names' UTF-8 bytes, which is the same everywhere.
   *
   * @throws UnsupportedFormatException for a conflict; names the feature and both of what it is
   */
  public List<FeatureShape> shapes() throws UnsupportedFormatException {
    List<FeatureShape> shapes = new ArrayList<>();
    for (Map.Entry<String, Seen> feature : features.entrySet()) {
      String name = feature.getKey();
      Seen seen = feature.getValue();
      FeatureKind kind = seen.kind;
      if (seen.isElsewhere) {
        throw conflict(name, "in the context", "in the feature_lists");
      }
      if (seen.otherKind != null && kind != null) {
        FeatureKind other = seen.otherKind;
        boolean isFirst = kind.compareTo(other) < 0;
        throw conflict(name, (isFirst ? kind : other).text(), (isFirst ? other : kind).text());
      }
      if (kind != null) {
        FeatureDepth depth =
            seen.isListOfLists
                ? FeatureDepth.LIST_OF_LISTS
                : seen.most > 1 ? FeatureDepth.LIST : FeatureDepth.SCALAR;
        shapes.add(
            new FeatureShape(
                new FeatureSpec(name, kind, depth),
                seen.records,
                records,
                seen.hasText && !seen.hasBinary));
      }
    }
    shapes.sort(Comparator.comparing(shape -> shape.spec().key(), Arrays::compareUnsigned));
    return shapes;
  }

  private static UnsupportedFormatException conflict(String name, String one, String other) {
    return new UnsupportedFormatException(
        "feature \""
            + name
            + "\" is "
            + one
            + " in some records and "
            + other
            + " in others: give a schema, without it or with the one that is meant");
  }

  private void merge(Map<String, Seen> found) {
    found.forEach(
        (name, seen) ->
            features.computeIfAbsent(name, n -> new Seen(seen.isListOfLists)).merge(seen));
  }

  private void readMessage(Map<String, Seen> found, byte[] bytes, int start, int end)
      throws MalformedException {
    Map<String, Seen> context = new HashMap<>();
    Map<String, Seen> lists = new HashMap<>();
    int at = start;
    while (at < end) {
      long answer = Wire.tag(bytes, at, end);
      int tag = (int) answer;
      at = Wire.next(answer);
      if (tag == MapEntry.KEY || (tag == MapEntry.VALUE && isSequence)) {
        answer = Wire.length(bytes, at, end);
        at = Wire.next(answer);
        int next = at + (int) answer;
        readMap(tag == MapEntry.KEY ? context : lists, bytes, at, next, tag == MapEntry.VALUE);
        at = next;
      } else {
        at = Wire.skip(bytes, tag, at, end, 0);
      }
    }
    found.putAll(context);
    lists.forEach((name, seen) -> found.merge(name, seen, FeatureShapes::joined));
  }

  private static Seen joined(Seen one, Seen other) {
    one.merge(other);
    return one;
  }

  private void readMap(Map<String, Seen> found, byte[] bytes, int start, int end, boolean isLists)
      throws MalformedException {
    int at = start;
    while (at < end) {
      long answer = Wire.tag(bytes, at, end);
      int tag = (int) answer;
      at = Wire.next(answer);
      if (tag != MapEntry.KEY) {
        at = Wire.skip(bytes, tag, at, end, 1);
        continue;
      }
      answer = Wire.length(bytes, at, end);
      at = Wire.next(answer);
      int next = at + (int) answer;
      entry.read(bytes, at, next);
      String name = new String(bytes, entry.keyStart(), entry.keyLength(), StandardCharsets.UTF_8);
      // Of a repeated key the last counts.
      found.put(name, readEntry(bytes, isLists));
      at = next;
    }
  }

  private Seen readEntry(byte[] bytes, boolean isLists) throws MalformedException {
    Seen seen = new Seen(isLists);
    if (!isLists) {
      readFeature(seen, bytes, entry);
    }
    MapEntry step = new MapEntry();
    for (int i = 0; isLists && i < entry.pieces(); i++) {
      int at = entry.start(i);
      int end = entry.end(i);
      while (at < end) {
        long answer = Wire.tag(bytes, at, end);
        int tag = (int) answer;
        at = Wire.next(answer);
        int next = Wire.skip(bytes, tag, at, end, 3);
        if (tag == MapEntry.KEY) {
          answer = Wire.length(bytes, at, end);
          step.only(Wire.next(answer), next);
          readFeature(seen, bytes, step);
        }
        at = next;
      }
    }
    seen.records = seen.kind == null ? 0 : 1;
    return seen;
  }

  private void readFeature(Seen seen, byte[] bytes, MapEntry feature) throws MalformedException {
    int last = 0;
    for (int i = 0; i < feature.pieces(); i++) {
      last = FeatureReader.kind(bytes, feature.start(i), feature.end(i), last);
    }
    if (last == 0) {
      return;
    }
    FeatureKind kind = FeatureKind.ofField(last);
    ColumnBuilder column = scratch.get(kind);
    if (column == null) {
      throw new IllegalStateException("no column for " + kind);
    }
    column.begin(1);
    column.beginFeature(0);
    int before = 0;
    for (int i = 0; i < feature.pieces(); i++) {
      before = FeatureReader.read(column, bytes, feature.start(i), feature.end(i), before, 4);
    }
    column.endRow(0);
    int count = column.offsets()[1];
    seen.merge(kind);
    seen.most = Math.max(seen.most, count);
    for (int i = 0; kind == FeatureKind.BYTES && i < count; i++) {
      int length = column.lengths()[i];
      boolean isText = isText(bytes, column.starts()[i], length);
      seen.hasText |= isText && length > 0;
      seen.hasBinary |= !isText;
    }
  }

  /** Whether these bytes are UTF-8 without control characters other than tabs and ends of lines. */
  private static boolean isText(byte[] bytes, int start, int length) {
    for (int i = start; i < start + length; i++) {
      byte b = bytes[i];
      if (b == 0x7f || (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r')) {
        return false;
      }
    }
    return Wire.isUtf8(bytes, start, length);
  }
}
