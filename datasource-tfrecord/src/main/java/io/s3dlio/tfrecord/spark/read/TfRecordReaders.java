package io.s3dlio.tfrecord.spark.read;

import io.s3dlio.spark.HadoopSettings;
import io.s3dlio.spark.InputFile;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

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
      private @Nullable RecordSlice slice;

      @Override
      public boolean next() throws IOException {
        boolean more = batches.next();
        if (more && !batches.slice().equals(slice)) {
          slice = batches.slice();
          InputFile.set(RecordMetadata.shown(slice));
        }
        return more;
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
        InputFile.unset();
        batches.close();
      }
    };
  }
}
