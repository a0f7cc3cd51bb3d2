package io.s3dlio.tfrecord.spark.plan;

import io.s3dlio.spark.DataSet;
import io.s3dlio.spark.FilePacking;
import io.s3dlio.spark.HadoopSettings;
import io.s3dlio.spark.SourceMetrics;
import io.s3dlio.tfrecord.spark.read.CountReaders;
import io.s3dlio.tfrecord.spark.read.ReadPlan;
import io.s3dlio.tfrecord.spark.read.RecordSlice;
import io.s3dlio.tfrecord.spark.read.TfRecordPartition;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * {@code COUNT(*)} without reading payloads: from the indexes when all files have one, and then
 * there is no task at all; else each task counts headers, and Spark adds up.
 */
final class TfRecordCount {

  private TfRecordCount() {}

  /**
   * The scan that answers with counts.
   *
   * @param columns how many counts a row has, all the same
   */
  static Scan of(TfRecordData data, DataSet files, int columns, String description) {
    StructType schema = new StructType();
    for (int i = 0; i < columns; i++) {
      schema = schema.add(i == 0 ? "count(*)" : "count(*)" + i, DataTypes.LongType, false);
    }
    OptionalLong known = RowCounts.ofIndexes(data.indexes(), files.files());
    return known.isPresent()
        ? new Known(schema, CountReaders.row(known.getAsLong(), columns), description)
        : new Counting(schema, data, files, description);
  }

  private record Known(StructType readSchema, InternalRow row, String description)
      implements LocalScan {
    @Override
    public InternalRow[] rows() {
      return new InternalRow[] {row};
    }
  }

  private record Counting(
      StructType readSchema, TfRecordData data, DataSet files, String description)
      implements Scan, Batch {

    @Override
    public Batch toBatch() {
      return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
      ReadPlan plan = ReadPlan.of(data.readOptions(), new StructType(), files.partitionSchema());
      FilePacking packing =
          FilePacking.ofSession(data.session(), files.bytes(), files.files().size());
      List<List<RecordSlice>> tasks =
          new SlicePlanner(plan, data.indexes(), packing).plan(files.files());
      // With no row at all, Spark's sum of the counts would be null.
      return (tasks.isEmpty() ? List.of(List.<RecordSlice>of()) : tasks)
          .stream().map(TfRecordPartition::new).toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
      return new CountReaders(
          data.readOptions(),
          readSchema.fields().length,
          HadoopSettings.broadcast(data.session(), data.settings()));
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
      return SourceMetrics.all();
    }
  }
}
