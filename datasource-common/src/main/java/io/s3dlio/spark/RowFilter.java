package io.s3dlio.spark;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * One of Spark's predicates, made ready to be tried on rows, with SQL's three truth values and
 * Spark's order: NaN equals itself and is the greatest, -0.0 equals 0.0. Immutable, and may travel
 * to tasks.
 */
public final class RowFilter implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What SQL says of a comparison. */
  enum Truth {
    TRUE,
    FALSE,
    /** Of a comparison with null. */
    UNKNOWN;

    static Truth of(boolean holds) {
      return holds ? TRUE : FALSE;
    }
  }

  /** Where a row has what a predicate names. */
  public record Input(int ordinal, DataType type) implements Serializable {}

  private interface Node extends Serializable {
    Truth test(InternalRow row);
  }

  private final Node node;

  private RowFilter(Node node) {
    this.node = node;
  }

  /**
   * The filter that says of each row what Spark's own evaluation of the predicate says.
   *
   * @param inputs finds what a name of one or more parts stands for; null when rows have it not
   * @return empty when the predicate has a part that is not understood here, or no input
   */
  public static Optional<RowFilter> of(
      Predicate predicate, Function<List<String>, @Nullable Input> inputs) {
    return Optional.ofNullable(compile(predicate, inputs)).map(RowFilter::new);
  }

  /** Whether the predicate is true of the row: neither false nor unknown. */
  public boolean test(InternalRow row) {
    return node.test(row) == Truth.TRUE;
  }

  private static @Nullable Node compile(
      Expression expression, Function<List<String>, @Nullable Input> inputs) {
    if (!(expression instanceof Predicate predicate)) {
      return null;
    }
    Expression[] children = predicate.children();
    return switch (predicate.name()) {
      case "AND" -> both(children, inputs, true);
      case "OR" -> both(children, inputs, false);
      case "NOT" -> {
        Node inner = compile(children[0], inputs);
        yield inner == null ? null : new Not(inner);
      }
      case "ALWAYS_TRUE" -> new Constant(Truth.TRUE);
      case "ALWAYS_FALSE" -> new Constant(Truth.FALSE);
      case "IS_NULL", "IS_NOT_NULL" -> {
        Input input = input(children[0], inputs);
        yield input == null ? null : new Nullness(input, predicate.name().equals("IS_NULL"));
      }
      case "IN" -> in(children, inputs);
      case "STARTS_WITH", "ENDS_WITH", "CONTAINS" -> text(predicate.name(), children, inputs);
      default -> comparison(predicate.name(), children, inputs);
    };
  }

  private static @Nullable Node both(
      Expression[] children, Function<List<String>, @Nullable Input> inputs, boolean and) {
    Node left = compile(children[0], inputs);
    Node right = compile(children[1], inputs);
    if (left == null || right == null) {
      return null;
    }
    return and ? new And(left, right) : new Or(left, right);
  }

  private static @Nullable Node comparison(
      String name, Expression[] children, Function<List<String>, @Nullable Input> inputs) {
    Operator operator = Operator.named(name);
    if (operator == null || children.length != 2) {
      return null;
    }
    boolean flipped = children[0] instanceof Literal;
    Input input = input(children[flipped ? 1 : 0], inputs);
    Expression other = children[flipped ? 0 : 1];
    if (input == null || !(other instanceof Literal<?> literal) || !comparable(input, literal)) {
      return null;
    }
    return new Comparison(flipped ? operator.flipped() : operator, input, literal.value());
  }

  private static @Nullable Node in(
      Expression[] children, Function<List<String>, @Nullable Input> inputs) {
    Input input = input(children[0], inputs);
    if (input == null) {
      return null;
    }
    HashSet<Object> values = new HashSet<>();
    boolean hasNull = false;
    for (int i = 1; i < children.length; i++) {
      if (!(children[i] instanceof Literal<?> literal) || !comparable(input, literal)) {
        return null;
      }
      hasNull |= literal.value() == null;
      if (literal.value() != null) {
        values.add(RowValues.key(literal.value()));
      }
    }
    return new In(input, values, hasNull);
  }

  private static @Nullable Node text(
      String name, Expression[] children, Function<List<String>, @Nullable Input> inputs) {
    Input input = input(children[0], inputs);
    if (input == null
        || !input.type().equals(DataTypes.StringType)
        || !(children[1] instanceof Literal<?> literal)
        || !(literal.value() instanceof UTF8String value)) {
      return null;
    }
    return new Text(name, input, value);
  }

  private static @Nullable Input input(
      Expression expression, Function<List<String>, @Nullable Input> inputs) {
    return expression instanceof NamedReference reference
        ? inputs.apply(List.of(reference.fieldNames()))
        : null;
  }

  /** Spark casts both sides to one type; a literal of another type is not for us to judge. */
  private static boolean comparable(Input input, Literal<?> literal) {
    return RowValues.isComparable(input.type())
        && (literal.value() == null || literal.dataType().equals(input.type()));
  }

  private record Constant(Truth truth) implements Node {
    @Override
    public Truth test(InternalRow row) {
      return truth;
    }
  }

  private record And(Node left, Node right) implements Node {
    @Override
    public Truth test(InternalRow row) {
      Truth first = left.test(row);
      if (first == Truth.FALSE) {
        return first;
      }
      Truth second = right.test(row);
      return second == Truth.TRUE ? first : second;
    }
  }

  private record Or(Node left, Node right) implements Node {
    @Override
    public Truth test(InternalRow row) {
      Truth first = left.test(row);
      if (first == Truth.TRUE) {
        return first;
      }
      Truth second = right.test(row);
      return second == Truth.FALSE ? first : second;
    }
  }

  private record Not(Node inner) implements Node {
    @Override
    public Truth test(InternalRow row) {
      return switch (inner.test(row)) {
        case TRUE -> Truth.FALSE;
        case FALSE -> Truth.TRUE;
        case UNKNOWN -> Truth.UNKNOWN;
      };
    }
  }

  private record Nullness(Input input, boolean wanted) implements Node {
    @Override
    public Truth test(InternalRow row) {
      return Truth.of(row.isNullAt(input.ordinal()) == wanted);
    }
  }

  private enum Operator {
    EQUAL,
    NULL_SAFE_EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    static @Nullable Operator named(String name) {
      return switch (name) {
        case "=" -> EQUAL;
        case "<=>" -> NULL_SAFE_EQUAL;
        case "<>" -> NOT_EQUAL;
        case "<" -> LESS;
        case "<=" -> LESS_OR_EQUAL;
        case ">" -> GREATER;
        case ">=" -> GREATER_OR_EQUAL;
        default -> null;
      };
    }

    Operator flipped() {
      return switch (this) {
        case LESS -> GREATER;
        case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
        case GREATER -> LESS;
        case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
        default -> this;
      };
    }

    boolean accepts(int order) {
      return switch (this) {
        case EQUAL, NULL_SAFE_EQUAL -> order == 0;
        case NOT_EQUAL -> order != 0;
        case LESS -> order < 0;
        case LESS_OR_EQUAL -> order <= 0;
        case GREATER -> order > 0;
        case GREATER_OR_EQUAL -> order >= 0;
      };
    }
  }

  @SuppressWarnings("serial") // Spark's internal values are all serializable
  private record Comparison(Operator operator, Input input, @Nullable Object value)
      implements Node {
    @Override
    public Truth test(InternalRow row) {
      boolean isNull = row.isNullAt(input.ordinal());
      if (value == null || isNull) {
        return operator == Operator.NULL_SAFE_EQUAL
            ? Truth.of(isNull && value == null)
            : Truth.UNKNOWN;
      }
      return Truth.of(operator.accepts(RowValues.compare(row, input, value)));
    }
  }

  @SuppressWarnings("serial") // as above
  private record In(Input input, HashSet<Object> values, boolean hasNull) implements Node {
    @Override
    public Truth test(InternalRow row) {
      if (row.isNullAt(input.ordinal())) {
        return Truth.UNKNOWN;
      }
      if (values.contains(RowValues.key(RowValues.value(row, input)))) {
        return Truth.TRUE;
      }
      return hasNull ? Truth.UNKNOWN : Truth.FALSE;
    }
  }

  private record Text(String name, Input input, UTF8String value) implements Node {
    @Override
    public Truth test(InternalRow row) {
      if (row.isNullAt(input.ordinal())) {
        return Truth.UNKNOWN;
      }
      UTF8String text = row.getUTF8String(input.ordinal());
      return Truth.of(
          switch (name) {
            case "STARTS_WITH" -> text.startsWith(value);
            case "ENDS_WITH" -> text.endsWith(value);
            default -> text.contains(value);
          });
    }
  }
}
