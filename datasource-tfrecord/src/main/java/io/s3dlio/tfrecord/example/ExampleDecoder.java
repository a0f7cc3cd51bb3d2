package io.s3dlio.tfrecord.example;

import io.s3dlio.tfrecord.CorruptRecordException;
import io.s3dlio.tfrecord.RecordBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns payloads into columns, of the features that were asked for.
 *
 * <p>Of all other features the key is looked at and the bytes of the value are not: what is damaged
 * in there is not noticed. Otherwise it accepts and refuses what Google's runtime does: lists
 * packed or not, of a repeated key the last, repeated messages as one, fields that nobody knows,
 * entries without key or value, a Feature without kind; keys must be UTF-8. Source: example.proto
 * and feature.proto of TensorFlow.
 *
 * <p>A scalar that has more than one value, and a feature of another kind than asked for, make the
 * record undecodable: silently taking the first value would lose data. For one thread; a batch
 * allocates nothing once the columns have grown.
 */
public final class ExampleDecoder {

  /** A row that could not be decoded; it is null in every column. */
  public record Problem(int row, String message) {}

  /** What begins an entry of a map, the features, the context: field 1, with a length. */
  private static final int FIRST = 1 << 3 | Wire.BYTES;

  /** What begins the feature_lists. */
  private static final int SECOND = 2 << 3 | Wire.BYTES;

  private final boolean isSequence;
  private final ColumnBuilder[] columns;
  private final ColumnBuilder[] listColumns;
  private final KeyTable features;
  private final KeyTable lists;
  private final MapEntry entry = new MapEntry();
  private final List<Problem> problems = new ArrayList<>();
  private int row;
  private boolean isSuspect;

  /**
   * A decoder with a column for each feature.
   *
   * @throws IllegalArgumentException for two features of one name, for a list of lists outside of a
   *     SequenceExample, and for payloads that are no messages
   */
  public ExampleDecoder(RecordType type, List<FeatureSpec> specs) {
    FeatureSpec.check(type, specs);
    isSequence = type == RecordType.SEQUENCE_EXAMPLE;
    if (specs.stream().map(FeatureSpec::name).distinct().count() < specs.size()) {
      throw new IllegalArgumentException("two features of one name: " + specs);
    }
    columns = specs.stream().map(ColumnBuilder::new).toArray(ColumnBuilder[]::new);
    listColumns = Arrays.stream(columns).filter(c -> !c.isScalar).toArray(ColumnBuilder[]::new);
    features = new KeyTable(specs);
    lists = new KeyTable(specs);
  }

  /** The column of feature {@code i} of the constructor's list; the same one for all batches. */
  public FeatureColumn column(int i) {
    return columns[i];
  }

  /**
   * Decodes records of a block: row {@code i} of every column is record {@code records[i]}.
   *
   * @param count how many of {@code records} count
   * @return how many could not be decoded; {@link #problems} has them
   */
  public int decode(RecordBlock block, int[] records, int count) {
    begin(count);
    byte[] bytes = block.bytes();
    for (int row = 0; row < count; row++) {
      int start = block.start(records[row]);
      decodeRow(row, bytes, start, start + block.length(records[row]));
    }
    return problems.size();
  }

  /** Decodes all records of a block. */
  public int decode(RecordBlock block) {
    begin(block.count());
    byte[] bytes = block.bytes();
    for (int row = 0; row < block.count(); row++) {
      int start = block.start(row);
      decodeRow(row, bytes, start, start + block.length(row));
    }
    return problems.size();
  }

  /** Decodes one payload, as row 0. */
  public int decode(byte[] bytes, int start, int length) {
    begin(1);
    decodeRow(0, bytes, start, start + length);
    return problems.size();
  }

  /** The rows of the last batch that could not be decoded, ascending. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /**
   * A problem as an exception.
   *
   * @param record the record in the block that the problem's row stands for
   */
  public static CorruptRecordException failure(
      Problem problem, RecordBlock block, int record, String file) {
    return new CorruptRecordException(
        CorruptRecordException.Reason.UNDECODABLE,
        file,
        block.number(record),
        block.offset(record),
        "%s: record %sat byte %d cannot be decoded: %s"
            .formatted(
                file,
                block.number(record) < 0 ? "" : block.number(record) + " ",
                block.offset(record),
                problem.message()),
        null);
  }

  private void begin(int rows) {
    problems.clear();
    for (ColumnBuilder column : columns) {
      column.begin(rows);
    }
  }

  private void decodeRow(int row, byte[] bytes, int start, int end) {
    this.row = row;
    isSuspect = false;
    try {
      decodeMessage(bytes, start, end);
      if (isSuspect) {
        for (ColumnBuilder column : columns) {
          column.check();
        }
      }
    } catch (MalformedException e) {
      problems.add(new Problem(row, String.valueOf(e.getMessage())));
      for (ColumnBuilder column : columns) {
        column.beginFeature(row);
      }
    }
    for (ColumnBuilder column : listColumns) {
      column.endRow(row);
    }
  }

  private void decodeMessage(byte[] bytes, int start, int end) throws MalformedException {
    int at = start;
    while (at < end) {
      long answer = Wire.tag(bytes, at, end);
      int tag = (int) answer;
      at = Wire.next(answer);
      if (tag == FIRST || (tag == SECOND && isSequence)) {
        answer = Wire.length(bytes, at, end);
        at = Wire.next(answer);
        int next = at + (int) answer;
        decodeMap(bytes, at, next, tag == SECOND);
        at = next;
      } else {
        at = Wire.skip(bytes, tag, at, end, 0);
      }
    }
  }

  private void decodeMap(byte[] bytes, int start, int end, boolean isLists)
      throws MalformedException {
    KeyTable keys = isLists ? lists : features;
    KeyTable.Key key = keys.first();
    int at = start;
    while (at < end) {
      KeyTable.Key known = KeyTable.repeated(bytes, at, end, key);
      if (known == null) {
        long answer = Wire.tag(bytes, at, end);
        int tag = (int) answer;
        if (tag != FIRST) {
          at = Wire.skip(bytes, tag, Wire.next(answer), end, 1);
          continue;
        }
        answer = Wire.length(bytes, Wire.next(answer), end);
        int body = Wire.next(answer);
        int next = body + (int) answer;
        known = regular(bytes, at, body, next, key);
        if (known == null) {
          key = decodeEntry(bytes, body, next, keys, key, isLists);
          at = next;
          continue;
        }
      }
      key = known;
      int next = at + key.size;
      if (key.column >= 0) {
        decodeValue(columns[key.column], bytes, at + key.headLength, next, isLists);
      }
      at = next;
    }
  }

  /**
   * The key of an entry as nearly all are: one key, that expected, and one value, to the entry's
   * end, in as few bytes as can be; it remembers the entry. Null for others.
   */
  private static KeyTable.@Nullable Key regular(
      byte[] bytes, int entry, int body, int end, KeyTable.Key before) throws MalformedException {
    KeyTable.Key expected = KeyTable.expected(bytes, body, end, before);
    if (expected == null || body - entry > KeyTable.MOST_SHIFT) {
      return null;
    }
    long answer = Wire.length(bytes, body + expected.beforeLength, end);
    int value = Wire.next(answer);
    if (value + (int) answer != end) {
      return null;
    }
    expected.remember(bytes, entry, body, value, end);
    return expected;
  }

  private void decodeValue(ColumnBuilder column, byte[] bytes, int start, int end, boolean isLists)
      throws MalformedException {
    if (column.isListOfLists != isLists) {
      elsewhere(column);
      return;
    }
    column.beginFeature(row);
    if (isLists) {
      column.present();
      decodeSteps(column, bytes, start, end);
    } else {
      FeatureReader.read(column, bytes, start, end, 0, 3);
    }
    isSuspect |= column.problem != 0;
  }

  private void elsewhere(ColumnBuilder column) {
    if (!column.isBegun(row)) {
      column.problem = ColumnBuilder.ELSEWHERE;
      isSuspect = true;
    }
  }

  /** The general form. */
  private KeyTable.Key decodeEntry(
      byte[] bytes, int start, int end, KeyTable keys, KeyTable.Key before, boolean isLists)
      throws MalformedException {
    entry.read(bytes, start, end);
    KeyTable.Key key = keys.find(bytes, entry.keyStart(), entry.keyLength(), before);
    if (key.column < 0) {
      return key;
    }
    ColumnBuilder column = columns[key.column];
    if (column.isListOfLists != isLists) {
      elsewhere(column);
      return key;
    }
    column.beginFeature(row);
    if (isLists) {
      column.present();
    }
    int kind = 0;
    for (int i = 0; i < entry.pieces(); i++) {
      if (isLists) {
        decodeSteps(column, bytes, entry.start(i), entry.end(i));
      } else {
        kind = FeatureReader.read(column, bytes, entry.start(i), entry.end(i), kind, 3);
      }
    }
    isSuspect |= column.problem != 0;
    return key;
  }

  /** The steps of a FeatureList. */
  private static void decodeSteps(ColumnBuilder column, byte[] bytes, int start, int end)
      throws MalformedException {
    int at = start;
    while (at < end) {
      long answer = Wire.tag(bytes, at, end);
      int tag = (int) answer;
      at = Wire.next(answer);
      if (tag != FIRST) {
        at = Wire.skip(bytes, tag, at, end, 3);
        continue;
      }
      answer = Wire.length(bytes, at, end);
      at = Wire.next(answer);
      int next = at + (int) answer;
      column.mark();
      FeatureReader.read(column, bytes, at, next, 0, 4);
      column.endStep();
      at = next;
    }
  }
}
