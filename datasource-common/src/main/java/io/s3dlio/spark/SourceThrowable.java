package io.s3dlio.spark;

import org.apache.spark.SparkThrowable;

/** What the exceptions of sources tell Spark, whatever classes they extend. */
public sealed interface SourceThrowable extends SparkThrowable
    permits SourceException, SourceIOException {

  /** The condition. */
  SourceError error();

  @Override
  default String getErrorClass() {
    return error().name();
  }

  /** What Spark calls the condition from 4.0 on. */
  default String getCondition() {
    return error().name();
  }

  @Override
  default String getSqlState() {
    return error().sqlState();
  }
}
