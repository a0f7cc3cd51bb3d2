package io.s3dlio.tfrecord.spark;

import static org.apache.spark.sql.functions.lit;

import io.s3dlio.tfrecord.spark.function.TfRecordFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * The functions {@code from_tf_example} and {@code to_tf_example}, which turn binary columns, of
 * Kafka for example, into structs and back.
 *
 * <p>After {@link #register}, or with {@code
 * spark.sql.extensions=io.s3dlio.tfrecord.spark.TfRecordExtensions} on the server's side, they are
 * there in SQL of that session: {@code from_tf_example(value, 'a bigint, b array<float>')}; and in
 * every language by {@code call_function} and {@code expr}. The methods here register them with the
 * active session by themselves. Options: {@code recordType} (Example or SequenceExample), and for
 * {@code from_tf_example} also {@code mode} (FAILFAST, or PERMISSIVE for null in place of what
 * cannot be decoded).
 */
public final class TfRecordFunctions {

  private TfRecordFunctions() {}

  /** Makes the functions known to the SQL of a session; doing so again changes nothing. */
  public static void register(SparkSession session) {
    FunctionRegistry registry = session.sessionState().functionRegistry();
    for (TfRecordFunction function : TfRecordFunction.values()) {
      registry.createOrReplaceTempFunction(function.label(), function.builder(), "java_udf");
    }
  }

  /**
   * Structs out of serialised Examples.
   *
   * @param value a column of binary
   * @param schema as DDL: {@code a bigint, b array<float>}
   */
  @SuppressWarnings("MemberName") // As Spark's from_json and from_avro.
  public static Column from_tf_example(Column value, String schema) {
    return from_tf_example(value, schema, Map.of());
  }

  /** The same with a schema made in code. */
  @SuppressWarnings("MemberName")
  public static Column from_tf_example(Column value, StructType schema) {
    return from_tf_example(value, schema.json(), Map.of());
  }

  /**
   * Structs out of serialised Examples or SequenceExamples.
   *
   * @param value a column of binary
   * @param schema as DDL, or as the JSON of a StructType
   */
  @SuppressWarnings("MemberName")
  public static Column from_tf_example(Column value, String schema, Map<String, String> options) {
    return call(TfRecordFunction.FROM, List.of(value, lit(schema)), options);
  }

  /**
   * Serialised Examples out of structs.
   *
   * @param value a column of structs
   */
  @SuppressWarnings("MemberName")
  public static Column to_tf_example(Column value) {
    return to_tf_example(value, Map.of());
  }

  /** Serialised Examples or SequenceExamples out of structs. */
  @SuppressWarnings("MemberName")
  public static Column to_tf_example(Column value, Map<String, String> options) {
    return call(TfRecordFunction.TO, List.of(value), options);
  }

  private static Column call(
      TfRecordFunction function, List<Column> arguments, Map<String, String> options) {
    register(SparkSession.active());
    List<Column> all = new ArrayList<>(arguments);
    if (!options.isEmpty()) {
      List<Column> pairs = new ArrayList<>();
      options.forEach(
          (name, value) -> {
            pairs.add(lit(name));
            pairs.add(lit(value));
          });
      all.add(functions.map(pairs.toArray(Column[]::new)));
    }
    return functions.call_function(function.label(), all.toArray(Column[]::new));
  }
}
