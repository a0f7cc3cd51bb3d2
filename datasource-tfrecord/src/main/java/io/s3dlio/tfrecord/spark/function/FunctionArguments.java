package io.s3dlio.tfrecord.spark.function;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;

/**
 * The arguments of a call of a SQL function, of which all but the first must be constants. Uses
 * only what Scala's {@code Seq} is in 2.12 and in 2.13.
 */
final class FunctionArguments {

  private final String function;
  private final Seq<Expression> arguments;

  FunctionArguments(String function, Seq<Expression> arguments, int least, int most) {
    this.function = function;
    this.arguments = arguments;
    if (count() < least || count() > most) {
      throw FunctionErrors.ARGUMENTS.exception(
          "function", function, "reason", "it has " + count() + " arguments");
    }
  }

  private int count() {
    return arguments.length();
  }

  Expression first() {
    return arguments.apply(0);
  }

  /** A schema as DDL ({@code a bigint, b array<float>}) or as JSON. */
  StructType schema(int i) {
    String text = String.valueOf(constant(i, "a schema"));
    DataType type;
    try {
      type = text.trim().startsWith("{") ? DataType.fromJson(text) : DataType.fromDDL(text);
    } catch (Exception e) { // Scala does not declare the AnalysisException.
      throw FunctionErrors.ARGUMENTS.exception(
          e, "function", function, "reason", "\"" + text + "\" is no schema: " + e.getMessage());
    }
    if (type instanceof StructType struct) {
      return withoutTwins(struct);
    }
    throw FunctionErrors.ARGUMENTS.exception(
        "function", function, "reason", "\"" + text + "\" is no struct");
  }

  private StructType withoutTwins(StructType schema) {
    Set<String> names = new HashSet<>();
    for (String name : schema.fieldNames()) {
      if (!names.add(name)) {
        throw FunctionErrors.ARGUMENTS.exception(
            "function", function, "reason", "two fields are called " + name);
      }
    }
    return schema;
  }

  /** Options as a map of strings; empty when there is no such argument. */
  Map<String, String> options(int i) {
    Map<String, String> options = new HashMap<>();
    if (i >= count()) {
      return options;
    }
    String what = "a map of strings";
    if (!(constant(i, what) instanceof MapData map)) {
      throw notConstant(i, what);
    }
    if (map.numElements() > 0 && !isOfStrings(arguments.apply(i).dataType())) {
      throw notConstant(i, what);
    }
    ArrayData keys = map.keyArray();
    ArrayData values = map.valueArray();
    for (int k = 0; k < map.numElements(); k++) {
      if (values.isNullAt(k)) {
        throw notConstant(i, what);
      }
      options.put(keys.getUTF8String(k).toString(), values.getUTF8String(k).toString());
    }
    return options;
  }

  private static boolean isOfStrings(DataType type) {
    return type instanceof MapType map
        && map.keyType() instanceof StringType
        && map.valueType() instanceof StringType;
  }

  private Object constant(int i, String what) {
    Expression argument = arguments.apply(i);
    // Some functions of Spark's are constants that are replaced before they are evaluated.
    Expression itself =
        argument instanceof RuntimeReplaceable standsFor ? standsFor.replacement() : argument;
    Object value = itself.foldable() ? itself.eval(InternalRow.empty()) : null;
    if (value == null) {
      throw notConstant(i, what);
    }
    return value;
  }

  private RuntimeException notConstant(int i, String what) {
    return FunctionErrors.ARGUMENTS.exception(
        "function", function, "reason", "argument " + (i + 1) + " is not " + what + ", a constant");
  }

  /** The type of the first argument, when it is one of a class. */
  <T extends DataType> T firstType(Class<T> wanted, String what) {
    @Nullable DataType type = first().dataType();
    if (!wanted.isInstance(type)) {
      throw FunctionErrors.ARGUMENTS.exception(
          "function", function, "reason", "argument 1 is " + type.sql() + ", not " + what);
    }
    return wanted.cast(type);
  }
}
