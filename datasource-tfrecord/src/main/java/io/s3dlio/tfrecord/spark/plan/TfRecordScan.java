package io.s3dlio.tfrecord.spark.plan;

import io.s3dlio.spark.DataSet;
import io.s3dlio.spark.FileMicroBatchStream;
import io.s3dlio.spark.FilePacking;
import io.s3dlio.spark.HadoopSettings;
import io.s3dlio.spark.SourceMetrics;
import io.s3dlio.tfrecord.spark.read.ReadPlan;
import io.s3dlio.tfrecord.spark.read.RecordSlice;
import io.s3dlio.tfrecord.spark.read.TfRecordPartition;
import io.s3dlio.tfrecord.spark.read.TfRecordReaders;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** One read of the files, as Spark has planned it. */
final class TfRecordScan implements Scan, Batch, SupportsReportStatistics {

  private final TfRecordData data;
  private final DataSet files;
  private final ReadPlan plan;
  private final @Nullable RowWindow window;
  private final String description;
  private InputPartition @Nullable [] partitions;

  /**
   * A scan.
   *
   * @param files those that are left after pruning
   * @param window the rows wanted, where all files have indexes and rows can be counted
   * @param description what plans show
   */
  TfRecordScan(
      TfRecordData data,
      DataSet files,
      ReadPlan plan,
      @Nullable RowWindow window,
      String description) {
    this.data = data;
    this.files = files;
    this.plan = plan;
    this.window = window;
    this.description = description;
  }

  @Override
  public StructType readSchema() {
    return plan.output();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
    return new FileMicroBatchStream(
        data.settings(), checkpointLocation, data.options(), new StreamFiles(data, plan));
  }

  @Override
  public synchronized InputPartition[] planInputPartitions() {
    if (partitions == null) {
      partitions = slices().stream().map(TfRecordPartition::new).toArray(InputPartition[]::new);
    }
    return partitions.clone();
  }

  private List<List<RecordSlice>> slices() {
    FilePacking packing =
        FilePacking.ofSession(data.session(), files.bytes(), files.files().size());
    SlicePlanner planner = new SlicePlanner(plan, data.indexes(), packing);
    return window == null
        ? planner.plan(files.files())
        : planner.window(files.files(), window.from(), window.to());
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new TfRecordReaders(plan, HadoopSettings.broadcast(data.session(), data.settings()));
  }

  /** Rows are known when every file has an index, none may go away, and no filter was pushed. */
  @Override
  public Statistics estimateStatistics() {
    OptionalLong rows =
        plan.picks() || !plan.tests().isEmpty() || plan.options().ignoreMissingFiles()
            ? OptionalLong.empty()
            : RowCounts.ofIndexes(data.indexes(), files.files());
    return new Statistics() {
      @Override
      public OptionalLong sizeInBytes() {
        return OptionalLong.of(Math.max(1, files.bytes()));
      }

      @Override
      public OptionalLong numRows() {
        return rows;
      }
    };
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return SourceMetrics.all();
  }

  /** Spark reads once what two parts of a query read alike; all that was pushed is described. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TfRecordScan scan
        && plan.output().equals(scan.plan.output())
        && plan.checked().equals(scan.plan.checked())
        && description.equals(scan.description)
        && data.options().asMap().equals(scan.data.options().asMap())
        && files.equals(scan.files);
  }

  @Override
  public int hashCode() {
    return description.hashCode();
  }
}
