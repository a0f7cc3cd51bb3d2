package io.s3dlio.tfrecord.spark.function;

import io.s3dlio.spark.SourceOptions;
import io.s3dlio.tfrecord.example.RecordType;
import io.s3dlio.tfrecord.spark.option.TfRecordOptions;
import io.s3dlio.tfrecord.spark.option.TfRecordReadOptions;
import io.s3dlio.tfrecord.spark.option.TfRecordWriteOptions;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;

/**
 * The SQL functions: how a call of each becomes an expression.
 *
 * <p>The expression is Spark's own {@code Invoke} of a Java object, for which Spark generates code.
 * An expression class of our own cannot serve Scala 2.12 and 2.13 at once.
 */
public enum TfRecordFunction {
  FROM("from_tf_example") {
    @Override
    Expression expression(Seq<Expression> call) {
      FunctionArguments arguments = new FunctionArguments(label(), call, 2, 3);
      arguments.firstType(BinaryType.class, "binary");
      StructType schema = arguments.schema(1);
      SourceOptions options = options(arguments.options(2));
      FromTfExample decoder =
          new FromTfExample(
              schema, recordType(options, label()), options.value(TfRecordReadOptions.MODE));
      return invoke(decoder, "decode", decoder.schema(), call);
    }
  },
  TO("to_tf_example") {
    @Override
    Expression expression(Seq<Expression> call) {
      FunctionArguments arguments = new FunctionArguments(label(), call, 1, 2);
      StructType schema = arguments.firstType(StructType.class, "a struct");
      RecordType type = recordType(options(arguments.options(1)), label());
      return invoke(new ToTfExample(schema, type), "encode", DataTypes.BinaryType, call);
    }
  };

  private final String label;

  TfRecordFunction(String label) {
    this.label = label;
  }

  /** The name in SQL. */
  public String label() {
    return label;
  }

  /** The expression for a call with these arguments, whose types are known. */
  abstract Expression expression(Seq<Expression> call);

  /**
   * What Spark's registries of functions want.
   *
   * @param <S> Scala's {@code Seq} of expressions, one or the other
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <S> Function1<S, Expression> builder() {
    return (Function1<S, Expression>) new Builder(this);
  }

  private static SourceOptions options(Map<String, String> options) {
    return SourceOptions.of(
        TfRecordOptions.FORMAT,
        options,
        List.of(TfRecordWriteOptions.RECORD_TYPE, TfRecordReadOptions.MODE));
  }

  private static RecordType recordType(SourceOptions options, String function) {
    RecordType type = options.value(TfRecordWriteOptions.RECORD_TYPE);
    if (type == RecordType.BYTE_ARRAY) {
      throw FunctionErrors.ARGUMENTS.exception(
          "function", function, "reason", "a ByteArray has no features");
    }
    return type;
  }

  /** Found by its name alone, since {@code Seq} in its parameters is one or the other. */
  private static Expression invoke(
      Object target, String method, DataType result, Seq<Expression> arguments) {
    try {
      Constructor<?> constructor = Invoke.class.getConstructors()[0];
      return (Expression)
          constructor.newInstance(
              Literal.fromObject(target),
              method,
              result,
              arguments,
              scala.collection.immutable.Nil$.MODULE$,
              /* propagateNull= */ true,
              /* returnNullable= */ true,
              /* isDeterministic= */ true);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this line of Spark has another Invoke", e);
    }
  }

  private static final class Builder extends AbstractFunction1<Seq<Expression>, Expression>
      implements Serializable {

    private static final long serialVersionUID = 1L;

    private final TfRecordFunction function;

    Builder(TfRecordFunction function) {
      this.function = function;
    }

    @Override
    public Expression apply(Seq<Expression> call) {
      return function.expression(call);
    }
  }
}
