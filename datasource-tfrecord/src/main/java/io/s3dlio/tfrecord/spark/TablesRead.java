package io.s3dlio.tfrecord.spark;

import io.s3dlio.tfrecord.spark.v1.TfRecordFileFormat;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * Where the tables of ours lie that a plan reads, in its subqueries too: an overwrite would remove
 * them before they are read. Spark looks after its own sources only, and not into subqueries.
 */
final class TablesRead extends AbstractFunction1<LogicalPlan, BoxedUnit> {

  private final List<URI> places = new ArrayList<>();
  private final Subqueries subqueries = new Subqueries();

  private TablesRead() {}

  /** Whether a plan reads what lies at a path, above it, or below it. */
  static boolean overlap(LogicalPlan plan, String path) {
    TablesRead read = new TablesRead();
    plan.foreach(read);
    URI target = new Path(path).toUri();
    return read.places.stream().anyMatch(place -> overlap(place, target));
  }

  private static boolean overlap(URI one, URI other) {
    String path = directory(one);
    String otherPath = directory(other);
    return mayBeSame(one.getScheme(), other.getScheme())
        && mayBeSame(one.getAuthority(), other.getAuthority())
        && (path.startsWith(otherPath) || otherPath.startsWith(path));
  }

  /** The path with one slash at its end, that of a root too. */
  private static String directory(URI place) {
    return place.getPath().endsWith("/") ? place.getPath() : place.getPath() + "/";
  }

  /** What is not named is the default FileSystem's, whichever that is. */
  private static boolean mayBeSame(@Nullable String one, @Nullable String other) {
    return one == null || other == null || one.equals(other);
  }

  @Override
  public BoxedUnit apply(LogicalPlan node) {
    if (node instanceof DataSourceV2Relation relation) {
      add(relation);
    } else if (node instanceof DataSourceV2ScanRelation scan) {
      add(scan.relation());
    } else if (node instanceof LogicalRelation relation
        && relation.relation() instanceof HadoopFsRelation files
        && files.fileFormat() instanceof TfRecordFileFormat) {
      for (String file : files.location().inputFiles()) {
        places.add(URI.create(file));
      }
    }
    node.transformExpressions(subqueries);
    return BoxedUnit.UNIT;
  }

  private void add(DataSourceV2Relation relation) {
    if (relation.table() instanceof TfRecordTable table) {
      table.places().forEach(place -> places.add(new Path(place).toUri()));
    }
  }

  /** Looks into the plans within expressions, and changes none. */
  private final class Subqueries extends AbstractPartialFunction<Expression, Expression> {
    @Override
    public boolean isDefinedAt(Expression expression) {
      return true;
    }

    @Override
    public <A extends Expression, B> B applyOrElse(A expression, Function1<A, B> unchanged) {
      if (expression instanceof PlanExpression<?> subquery
          && subquery.plan() instanceof LogicalPlan inner) {
        inner.foreach(TablesRead.this);
      }
      return unchanged.apply(expression);
    }
  }
}
