package io.s3dlio.tfrecord.spark;

import io.s3dlio.tfrecord.spark.option.WriteErrors;
import io.s3dlio.tfrecord.spark.v1.TfRecordFileFormat;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.InsertIntoHadoopFsRelationCommand;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Refuses {@code df.write.mode("overwrite").save(path)} of rows that come from that path: Spark
 * removes the files first, its own formats' too. A dynamic overwrite removes them last, and may.
 */
final class OverwriteCheck extends AbstractFunction1<LogicalPlan, BoxedUnit> {

  @Override
  public BoxedUnit apply(LogicalPlan plan) {
    if (plan instanceof InsertIntoHadoopFsRelationCommand write
        && write.mode() == SaveMode.Overwrite
        && write.fileFormat() instanceof TfRecordFileFormat
        && !write.dynamicPartitionOverwrite()) {
      String target = write.outputPath().toString();
      if (TablesRead.overlap(write.query(), target)) {
        throw WriteErrors.OVERWRITES_SOURCE.exception("path", target);
      }
    }
    return BoxedUnit.UNIT;
  }
}
