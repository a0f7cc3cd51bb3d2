package io.s3dlio.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.LiteralValue;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowFilterTest {

  private static final Map<List<String>, RowFilter.Input> INPUTS =
      Map.of(
          List.of("n"), new RowFilter.Input(0, DataTypes.LongType),
          List.of("d"), new RowFilter.Input(1, DataTypes.DoubleType),
          List.of("s"), new RowFilter.Input(2, DataTypes.StringType),
          List.of("_metadata", "b"), new RowFilter.Input(3, DataTypes.BinaryType));
  private static final Function<List<String>, RowFilter.@Nullable Input> LOOKUP = INPUTS::get;

  private static final InternalRow ROW =
      new GenericInternalRow(
          new Object[] {5L, Double.NaN, UTF8String.fromString("spark"), new byte[] {(byte) 200}});
  private static final InternalRow ZERO_AND_NULLS =
      new GenericInternalRow(new Object[] {null, -0.0, null, null});

  @Test
  void comparesInBothDirections() throws Exception {
    assertThat(holds(ROW, "=", column("n"), number(5))).isTrue();
    assertThat(holds(ROW, "<", column("n"), number(6))).isTrue();
    assertThat(holds(ROW, "<", number(6), column("n"))).isFalse();
    assertThat(holds(ROW, ">=", number(6), column("n"))).isTrue();
    assertThat(holds(ROW, "<>", column("n"), number(5))).isFalse();
    assertThat(holds(ROW, ">", column("_metadata", "b"), binary(100))).isTrue();
  }

  @Test
  void nanIsTheGreatestAndThereIsOneZero() throws Exception {
    assertThat(holds(ROW, "=", column("d"), real(Double.NaN))).isTrue();
    assertThat(holds(ROW, ">", column("d"), real(Double.POSITIVE_INFINITY))).isTrue();
    assertThat(holds(ZERO_AND_NULLS, "=", column("d"), real(0.0))).isTrue();
    assertThat(holds(ZERO_AND_NULLS, "IN", column("d"), real(0.0), real(1))).isTrue();
    assertThat(holds(ROW, "IN", column("d"), real(Double.NaN))).isTrue();
  }

  @Test
  void nullIsUnknownAndItsNegationToo() throws Exception {
    Predicate equal = predicate("=", column("n"), number(5));
    assertThat(holds(ZERO_AND_NULLS, equal)).isFalse();
    assertThat(holds(ZERO_AND_NULLS, predicate("NOT", equal))).isFalse();
    assertThat(holds(ZERO_AND_NULLS, predicate("OR", equal, predicate("ALWAYS_TRUE")))).isTrue();
    assertThat(
            holds(
                ZERO_AND_NULLS,
                predicate("NOT", predicate("AND", equal, predicate("ALWAYS_FALSE")))))
        .isTrue();
    assertThat(holds(ZERO_AND_NULLS, "<=>", column("n"), literal(null, DataTypes.LongType)))
        .isTrue();
    assertThat(holds(ZERO_AND_NULLS, "IS_NULL", column("s"))).isTrue();
    assertThat(holds(ROW, "IS_NOT_NULL", column("s"))).isTrue();
  }

  @Test
  void aNullInAListMakesWhatIsNotThereUnknown() throws Exception {
    Expression nothing = literal(null, DataTypes.LongType);
    assertThat(holds(ROW, "IN", column("n"), number(5), nothing)).isTrue();
    Predicate in = predicate("IN", column("n"), number(6), nothing);
    assertThat(holds(ROW, predicate("NOT", in))).isFalse();
    assertThat(holds(ROW, "IN", column("_metadata", "b"), binary(200))).isTrue();
  }

  @Test
  void looksIntoText() throws Exception {
    assertThat(holds(ROW, "STARTS_WITH", column("s"), text("spa"))).isTrue();
    assertThat(holds(ROW, "ENDS_WITH", column("s"), text("spa"))).isFalse();
    assertThat(holds(ROW, "CONTAINS", column("s"), text("par"))).isTrue();
    assertThat(holds(ROW, "IN", column("s"), text("spark"))).isTrue();
    assertThat(holds(ROW, "<", column("s"), text("sparks"))).isTrue();
  }

  @Test
  void judgesNothingThatItDoesNotUnderstand() {
    assertThat(RowFilter.of(predicate("=", column("other"), number(5)), LOOKUP)).isEmpty();
    assertThat(RowFilter.of(predicate("=", column("n"), text("5")), LOOKUP)).isEmpty();
    assertThat(RowFilter.of(predicate("=", column("n"), column("n")), LOOKUP)).isEmpty();
    assertThat(RowFilter.of(predicate("LIKE", column("s"), text("%")), LOOKUP)).isEmpty();
    assertThat(RowFilter.of(predicate("NOT", predicate("=", column("other"), number(1))), LOOKUP))
        .isEmpty();
  }

  private static boolean holds(InternalRow row, String name, Expression... children)
      throws Exception {
    return holds(row, predicate(name, children));
  }

  /** As a task does: after a journey. */
  private static boolean holds(InternalRow row, Predicate predicate) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(RowFilter.of(predicate, LOOKUP).orElseThrow());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return ((RowFilter) in.readObject()).test(row);
    }
  }

  private static Predicate predicate(String name, Expression... children) {
    return new Predicate(name, children);
  }

  private static Expression column(String... names) {
    return Expressions.column(String.join(".", names));
  }

  private static Expression number(long value) {
    return literal(value, DataTypes.LongType);
  }

  private static Expression real(double value) {
    return literal(value, DataTypes.DoubleType);
  }

  private static Expression text(String value) {
    return literal(UTF8String.fromString(value), DataTypes.StringType);
  }

  private static Expression binary(int value) {
    return literal(new byte[] {(byte) value}, DataTypes.BinaryType);
  }

  private static Expression literal(@Nullable Object value, DataType type) {
    return new LiteralValue<>(value, type);
  }
}
