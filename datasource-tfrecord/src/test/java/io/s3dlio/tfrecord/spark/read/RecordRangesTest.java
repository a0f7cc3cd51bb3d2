package io.s3dlio.tfrecord.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.LongPredicate;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.LiteralValue;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class RecordRangesTest {

  private static final int NUMBERS = 40;

  /** A predicate on record_index and what it means. */
  private record Case(Predicate predicate, LongPredicate meaning) {}

  @Test
  void randomPredicatesLeaveExactlyTheirNumbers() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      Case one = random(random, 3);
      RecordRanges ranges = RecordRanges.of(one.predicate(), RecordMetadata.INDEX);
      for (int i = 1; i < ranges.size(); i++) {
        assertThat(ranges.from(i)).isGreaterThan(ranges.to(i - 1));
      }
      for (long number = 0; number < NUMBERS; number++) {
        assertThat(ranges.contains(number))
            .as("%s at %s", one.predicate(), number)
            .isEqualTo(one.meaning().test(number));
      }
    }
  }

  private static Case random(Random random, int depth) {
    if (depth > 0 && random.nextBoolean()) {
      Case left = random(random, depth - 1);
      Case right = random(random, depth - 1);
      return random.nextBoolean()
          ? new Case(
              new Predicate("AND", new Expression[] {left.predicate(), right.predicate()}),
              n -> left.meaning().test(n) && right.meaning().test(n))
          : new Case(
              new Predicate("OR", new Expression[] {left.predicate(), right.predicate()}),
              n -> left.meaning().test(n) || right.meaning().test(n));
    }
    long value = random.nextInt(NUMBERS + 4) - 2L;
    long other = random.nextInt(NUMBERS);
    return switch (random.nextInt(6)) {
      case 0 -> new Case(compare("=", value), n -> n == value);
      case 1 -> new Case(compare("<", value), n -> n < value);
      case 2 -> new Case(compare("<=", value), n -> n <= value);
      case 3 -> new Case(compare(">", value), n -> n > value);
      case 4 -> new Case(compare(">=", value), n -> n >= value);
      default ->
          new Case(
              new Predicate("IN", new Expression[] {index(), number(value), number(other)}),
              n -> n == value || n == other);
    };
  }

  @Test
  void whatSpeaksOfSomethingElseLeavesAll() {
    Predicate other = new Predicate("=", new Expression[] {Expressions.column("id"), number(1)});
    assertThat(RecordRanges.of(other, RecordMetadata.INDEX).isAll()).isTrue();
    assertThat(RecordRanges.of(compare("=", 3), RecordMetadata.OFFSET).isAll()).isTrue();
    Predicate not = new Predicate("NOT", new Expression[] {compare("=", 3)});
    assertThat(RecordRanges.of(not, RecordMetadata.INDEX).isAll()).isTrue();
    Predicate and = new Predicate("AND", new Expression[] {other, compare("=", 3)});
    assertThat(RecordRanges.of(and, RecordMetadata.INDEX)).isEqualTo(RecordRanges.of(3));
    assertThat(RecordRanges.of(compare(">", Long.MAX_VALUE), RecordMetadata.INDEX).isEmpty())
        .isTrue();
  }

  private static Predicate compare(String operator, long value) {
    return new Predicate(operator, new Expression[] {index(), number(value)});
  }

  private static Expression index() {
    return Expressions.column("_metadata.record_index");
  }

  private static Expression number(long value) {
    return new LiteralValue<>(value, DataTypes.LongType);
  }
}
