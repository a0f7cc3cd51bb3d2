package io.s3dlio.tfrecord.spark.read;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * A set of numbers, as ascending half-open ranges that neither touch nor overlap; what predicates
 * on a record's number or offset leave possible. Immutable.
 */
public final class RecordRanges implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Every number. */
  public static final RecordRanges ALL = new RecordRanges(new long[] {0, Long.MAX_VALUE});

  /** No number. */
  public static final RecordRanges NONE = new RecordRanges(new long[0]);

  /** Begin and end by turns. */
  private final long[] borders;

  private RecordRanges(long[] borders) {
    this.borders = borders;
  }

  /** From {@code from} up to, without, {@code to}. */
  public static RecordRanges between(long from, long to) {
    long begin = Math.max(0, from);
    return begin < to ? new RecordRanges(new long[] {begin, to}) : NONE;
  }

  /** These numbers, in any order. */
  static RecordRanges of(long... numbers) {
    long[] sorted =
        LongStream.of(numbers).filter(n -> n >= 0 && n < Long.MAX_VALUE).sorted().toArray();
    long[] borders = new long[2 * sorted.length];
    int size = 0;
    for (long number : sorted) {
      if (size > 0 && borders[size - 1] >= number) {
        borders[size - 1] = number + 1;
      } else {
        borders[size++] = number;
        borders[size++] = number + 1;
      }
    }
    return new RecordRanges(Arrays.copyOf(borders, size));
  }

  /**
   * Numbers for which a predicate can be true: never too few, and all where the predicate speaks of
   * something else.
   *
   * @param name what the numbers are called in predicates
   */
  public static RecordRanges of(Predicate predicate, String name) {
    Expression[] children = predicate.children();
    return switch (predicate.name()) {
      case "AND" -> of(children[0], name).and(of(children[1], name));
      case "OR" -> of(children[0], name).or(of(children[1], name));
      case "IN" -> speaksOf(children[0], name) ? in(children) : ALL;
      default ->
          children.length == 2
                  && speaksOf(children[0], name)
                  && children[1] instanceof Literal<?> literal
                  && literal.value() instanceof Long value
              ? compared(predicate.name(), value)
              : ALL;
    };
  }

  private static RecordRanges of(Expression expression, String name) {
    return expression instanceof Predicate predicate ? of(predicate, name) : ALL;
  }

  private static boolean speaksOf(Expression expression, String name) {
    return expression instanceof NamedReference reference
        && reference.fieldNames().length == 2
        && reference.fieldNames()[0].equals("_metadata")
        && reference.fieldNames()[1].equals(name);
  }

  private static RecordRanges in(Expression[] children) {
    long[] values = new long[children.length - 1];
    for (int i = 1; i < children.length; i++) {
      if (!(children[i] instanceof Literal<?> literal)) {
        return ALL;
      }
      values[i - 1] = literal.value() instanceof Long value ? value : -1; // null equals nothing
    }
    return of(values);
  }

  private static RecordRanges compared(String operator, long value) {
    long next = value == Long.MAX_VALUE ? value : value + 1;
    return switch (operator) {
      case "=", "<=>" -> of(value);
      case "<" -> between(0, value);
      case "<=" -> between(0, next);
      case ">" -> between(next, Long.MAX_VALUE);
      case ">=" -> between(value, Long.MAX_VALUE);
      default -> ALL;
    };
  }

  /** Whether no number is left out. */
  public boolean isAll() {
    return borders.length == 2 && borders[0] == 0 && borders[1] == Long.MAX_VALUE;
  }

  /** Whether no number is left. */
  public boolean isEmpty() {
    return borders.length == 0;
  }

  /** Ranges. */
  public int size() {
    return borders.length / 2;
  }

  /** The first number of a range. */
  public long from(int range) {
    return borders[2 * range];
  }

  /** The number after the last one of a range. */
  public long to(int range) {
    return borders[2 * range + 1];
  }

  boolean contains(long number) {
    int found = Arrays.binarySearch(borders, number);
    // Found: at a begin it is in, at an end it is not. Else -(place) - 1, where odd is inside.
    return found >= 0 ? (found & 1) == 0 : (-found - 1 & 1) == 1;
  }

  /** The numbers in both. */
  public RecordRanges and(RecordRanges other) {
    if (isAll()) {
      return other;
    }
    if (other.isAll()) {
      return this;
    }
    long[] both = new long[borders.length + other.borders.length];
    int size = 0;
    for (int a = 0, b = 0; a < size() && b < other.size(); ) {
      long begin = Math.max(from(a), other.from(b));
      long end = Math.min(to(a), other.to(b));
      if (begin < end) {
        both[size++] = begin;
        both[size++] = end;
      }
      if (to(a) < other.to(b)) {
        a++;
      } else {
        b++;
      }
    }
    return new RecordRanges(Arrays.copyOf(both, size));
  }

  /** The numbers in either. */
  public RecordRanges or(RecordRanges other) {
    if (isAll() || other.isAll()) {
      return ALL;
    }
    long[] merged = new long[borders.length + other.borders.length];
    int size = 0;
    for (int a = 0, b = 0; a < size() || b < other.size(); ) {
      boolean mine = b == other.size() || (a < size() && from(a) <= other.from(b));
      long begin = mine ? from(a) : other.from(b);
      long end = mine ? to(a++) : other.to(b++);
      if (size > 0 && begin <= merged[size - 1]) {
        merged[size - 1] = Math.max(merged[size - 1], end);
      } else {
        merged[size++] = begin;
        merged[size++] = end;
      }
    }
    return new RecordRanges(Arrays.copyOf(merged, size));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordRanges ranges && Arrays.equals(borders, ranges.borders);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(borders);
  }

  @Override
  public String toString() {
    return size() > 8 ? size() + " ranges" : Arrays.toString(borders);
  }
}
