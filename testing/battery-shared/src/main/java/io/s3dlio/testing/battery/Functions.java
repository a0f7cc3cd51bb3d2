package io.s3dlio.testing.battery;

import java.lang.reflect.Method;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;

/**
 * {@code TfRecordFunctions}, which these sources must not name: they are compiled without the jar.
 */
final class Functions {
  private static final String TYPE = "io.s3dlio.tfrecord.spark.TfRecordFunctions";

  private Functions() {}

  static Class<?> type() throws ClassNotFoundException {
    return Class.forName(TYPE);
  }

  static void register(SparkSession session) throws ReflectiveOperationException {
    type().getMethod("register", SparkSession.class).invoke(null, session);
  }

  static Column from(Column value, String schema) throws ReflectiveOperationException {
    Method method = type().getMethod("from_tf_example", Column.class, String.class);
    return (Column) method.invoke(null, value, schema);
  }

  static Column to(Column value) throws ReflectiveOperationException {
    return (Column) type().getMethod("to_tf_example", Column.class).invoke(null, value);
  }
}
