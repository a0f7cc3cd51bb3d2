package io.s3dlio.tfrecord.spark;

import io.s3dlio.tfrecord.spark.function.TfRecordFunction;
import java.io.Serializable;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Tuple3;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * {@link TfRecordFunctions} in every session of an application, those of Spark Connect and of the
 * Thrift server included, and no overwrite of what is being read: {@code
 * spark.sql.extensions=io.s3dlio.tfrecord.spark.TfRecordExtensions}.
 */
public final class TfRecordExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit>
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** For Spark, which makes extensions by their classes. */
  public TfRecordExtensions() {}

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    for (TfRecordFunction function : TfRecordFunction.values()) {
      extensions.injectFunction(
          new Tuple3<>(
              new FunctionIdentifier(function.label()),
              new ExpressionInfo(TfRecordFunctions.class.getName(), function.label()),
              function.builder()));
    }
    OverwriteCheck check = new OverwriteCheck();
    extensions.injectCheckRule(session -> check);
    return BoxedUnit.UNIT;
  }
}
