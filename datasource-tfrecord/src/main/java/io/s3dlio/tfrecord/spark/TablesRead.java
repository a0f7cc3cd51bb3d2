package io.s3dlio.tfrecord.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * The paths of the tables of ours that a plan reads: an overwrite would remove them before they are
 * read. Spark looks after its own sources only.
 */
final class TablesRead extends AbstractFunction1<LogicalPlan, BoxedUnit> {

  private final List<String> paths = new ArrayList<>();

  private TablesRead() {}

  /** Whether a plan reads what lies at a path, above it, or below it. */
  static boolean overlap(LogicalPlan plan, String path) {
    TablesRead read = new TablesRead();
    plan.foreach(read);
    String target = slashed(path);
    return read.paths.stream()
        .map(TablesRead::slashed)
        .anyMatch(other -> other.startsWith(target) || target.startsWith(other));
  }

  private static String slashed(String path) {
    return new Path(path).toUri().getPath() + "/";
  }

  @Override
  public BoxedUnit apply(LogicalPlan node) {
    if (node instanceof DataSourceV2Relation relation) {
      add(relation);
    } else if (node instanceof DataSourceV2ScanRelation scan) {
      add(scan.relation());
    }
    return BoxedUnit.UNIT;
  }

  private void add(DataSourceV2Relation relation) {
    if (relation.table() instanceof TfRecordTable table) {
      paths.addAll(table.paths());
    }
  }
}
