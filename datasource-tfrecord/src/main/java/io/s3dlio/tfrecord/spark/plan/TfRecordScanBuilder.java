package io.s3dlio.tfrecord.spark.plan;

import io.s3dlio.spark.ColumnNames;
import io.s3dlio.spark.DataSet;
import io.s3dlio.tfrecord.spark.option.ParseMode;
import io.s3dlio.tfrecord.spark.read.ReadPlan;
import io.s3dlio.tfrecord.spark.read.RowSample;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownOffset;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownTableSample;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Takes from Spark what a reader can do better: leave out files, records and columns, stop early,
 * count. Spark asks in this order: sample, filters, aggregates, limit and offset, columns.
 */
public final class TfRecordScanBuilder
    implements SupportsPushDownRequiredColumns,
        SupportsPushDownV2Filters,
        SupportsPushDownLimit,
        SupportsPushDownOffset,
        SupportsPushDownTableSample,
        SupportsPushDownAggregates {

  private final TfRecordData data;
  private final PushedFilters filters;
  private DataSet files;
  private StructType required;
  private @Nullable RowSample sample;
  private long limit = Long.MAX_VALUE;
  private long offset;
  private boolean isLimitExact;
  private @Nullable Aggregation counts;

  /** A read of all columns and records, for Spark to narrow. */
  public TfRecordScanBuilder(TfRecordData data) {
    this.data = data;
    files = data.dataSet();
    required = data.schema();
    ReadColumns.check(data.readOptions(), required, files.partitionSchema());
    filters = new PushedFilters(data, ColumnNames.ofSession());
  }

  @Override
  public void pruneColumns(StructType requiredSchema) {
    required = requiredSchema;
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    Predicate[] left =
        Stream.of(predicates).filter(one -> !filters.push(one)).toArray(Predicate[]::new);
    files = filters.prune(files);
    return left;
  }

  @Override
  public Predicate[] pushedPredicates() {
    return filters.pushed();
  }

  @Override
  public boolean pushTableSample(
      double lowerBound, double upperBound, boolean withReplacement, long seed) {
    if (withReplacement) {
      return false;
    }
    sample = new RowSample(lowerBound, upperBound, seed);
    return true;
  }

  /** Rows can be counted without reading them when all files have indexes and all rows count. */
  private boolean canCount() {
    return data.readOptions().mode() == ParseMode.FAILFAST
        && !data.readOptions().ignoreCorruptFiles()
        && !data.readOptions().ignoreMissingFiles()
        && sample == null
        && !filters.dropsRows();
  }

  private boolean allHaveIndexes() {
    return files.files().stream()
        .allMatch(source -> source.file().length() == 0 || data.indexes().has(source.file()));
  }

  @Override
  public boolean pushLimit(int most) {
    limit = most;
    isLimitExact = canCount() && allHaveIndexes();
    return true;
  }

  @Override
  public boolean isPartiallyPushed() {
    return !isLimitExact;
  }

  @Override
  public boolean pushOffset(int skipped) {
    if (!canCount() || !allHaveIndexes() || (limit < Long.MAX_VALUE && !isLimitExact)) {
      return false;
    }
    offset = skipped;
    return true;
  }

  @Override
  public boolean supportCompletePushDown(Aggregation aggregation) {
    return isCount(aggregation) && canCount() && allHaveIndexes();
  }

  @Override
  public boolean pushAggregation(Aggregation aggregation) {
    if (!isCount(aggregation) || !canCount()) {
      return false;
    }
    counts = aggregation;
    return true;
  }

  private static boolean isCount(Aggregation aggregation) {
    return aggregation.groupByExpressions().length == 0
        && aggregation.aggregateExpressions().length > 0
        && Stream.of(aggregation.aggregateExpressions()).allMatch(CountStar.class::isInstance);
  }

  @Override
  public Scan build() {
    if (counts != null) {
      return TfRecordCount.of(
          data, files, counts.aggregateExpressions().length, description(new StructType()));
    }
    ReadPlan plan =
        new ReadPlan(
            data.readOptions(),
            required,
            files.partitionSchema(),
            ReadPlan.checked(data.readOptions(), data.schema(), required, files.partitionSchema()),
            filters.features().tested(),
            filters.features().tests(),
            filters.numbers(),
            filters.offsets(),
            sample,
            isLimitExact ? Long.MAX_VALUE : limit);
    RowWindow window = isLimitExact || offset > 0 ? new RowWindow(offset, limit) : null;
    return new TfRecordScan(data, files, plan, window, description(required));
  }

  /** What plans show: tests and users look for Spark's own words in it. */
  private String description(StructType schema) {
    StringBuilder text = new StringBuilder("Files: ").append(files.files().size());
    text.append(", PartitionFilters: ").append(list(filters.pruning()));
    text.append(", PushedFilters: ").append(list(filters.reading()));
    if (sample != null) {
      text.append(", PushedSample: [").append(sample.lower()).append(", ");
      text.append(sample.upper()).append(") seed ").append(sample.seed());
    }
    if (limit < Long.MAX_VALUE) {
      text.append(", PushedLimit: ").append(limit);
    }
    if (offset > 0) {
      text.append(", PushedOffset: ").append(offset);
    }
    if (counts != null) {
      text.append(", PushedAggregation: [COUNT(*)]");
    }
    return text.append(", ReadSchema: ").append(schema.simpleString()).toString();
  }

  private static String list(Predicate[] predicates) {
    return Arrays.stream(predicates)
        .map(Predicate::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
