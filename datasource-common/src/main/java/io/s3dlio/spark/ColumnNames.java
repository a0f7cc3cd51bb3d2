package io.s3dlio.spark;

import org.apache.spark.sql.internal.SQLConf;

/** Whether two spellings name one column. */
public enum ColumnNames {
  /** Letters must agree in case. */
  CASE_SENSITIVE,
  /** Spark's default. */
  CASE_INSENSITIVE;

  /** What {@code spark.sql.caseSensitive} says in the session of this thread. */
  public static ColumnNames ofSession() {
    return SQLConf.get().caseSensitiveAnalysis() ? CASE_SENSITIVE : CASE_INSENSITIVE;
  }

  /** Whether both name the same column. */
  public boolean areSame(String one, String other) {
    return this == CASE_SENSITIVE ? one.equals(other) : one.equalsIgnoreCase(other);
  }
}
