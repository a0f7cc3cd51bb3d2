package io.s3dlio.tfrecord.spark.read;

import io.s3dlio.spark.HadoopSettings;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Opens the readers of tasks: of batches, always. */
public record TfRecordReaders(ReadPlan plan, HadoopSettings settings)
    implements PartitionReaderFactory {

  @Override
  public boolean supportColumnarReads(InputPartition partition) {
    return true;
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    throw new UnsupportedOperationException("batches only");
  }

  @Override
  public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
    SliceBatches batches =
        new SliceBatches(plan, ((TfRecordPartition) partition).slices(), settings.get());
    return new PartitionReader<>() {
      @Override
      public boolean next() throws IOException {
        return batches.next();
      }

      @Override
      public ColumnarBatch get() {
        return batches.batch();
      }

      @Override
      public CustomTaskMetric[] currentMetricsValues() {
        return batches.metrics();
      }

      @Override
      public void close() throws IOException {
        batches.close();
      }
    };
  }
}
