package io.s3dlio.tfrecord.spark.read;

import io.s3dlio.spark.HadoopFiles;
import io.s3dlio.spark.HadoopObjectReader;
import io.s3dlio.spark.HadoopSettings;
import io.s3dlio.spark.ListedFile;
import io.s3dlio.spark.ReadPattern;
import io.s3dlio.spark.SourceMetrics;
import io.s3dlio.tfrecord.CorruptRecordException;
import io.s3dlio.tfrecord.RecordBlock;
import io.s3dlio.tfrecord.RecordCompression;
import io.s3dlio.tfrecord.RecordReadOptions;
import io.s3dlio.tfrecord.RecordReader;
import io.s3dlio.tfrecord.RecordSource;
import io.s3dlio.tfrecord.RecordSplit;
import io.s3dlio.tfrecord.RecordSplits;
import io.s3dlio.tfrecord.RecordWalk;
import io.s3dlio.tfrecord.VerifyCrc;
import io.s3dlio.tfrecord.hadoop.HeaderReader;
import io.s3dlio.tfrecord.spark.option.TfRecordErrors;
import io.s3dlio.tfrecord.spark.option.TfRecordReadOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/**
 * Counts the records of a task's slices by their headers.
 *
 * @param columns how often the count stands in the one row of a task
 */
public record CountReaders(TfRecordReadOptions options, int columns, HadoopSettings settings)
    implements PartitionReaderFactory {

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return new Counter(this, ((TfRecordPartition) partition).slices());
  }

  /** The row that says a count in each of its columns. */
  public static InternalRow row(long count, int columns) {
    Object[] values = new Object[columns];
    Arrays.fill(values, count);
    return new GenericInternalRow(values);
  }

  private static final class Counter implements PartitionReader<InternalRow> {
    private final CountReaders plan;
    private final List<RecordSlice> slices;
    private long count;
    private long bytes;
    private long reads;
    private boolean done;

    Counter(CountReaders plan, List<RecordSlice> slices) {
      this.plan = plan;
      this.slices = slices;
    }

    @Override
    public boolean next() throws IOException {
      if (done) {
        return false;
      }
      Configuration settings = plan.settings().get();
      for (RecordSlice slice : slices) {
        ListedFile file = slice.source().file();
        try (HadoopObjectReader object = HadoopFiles.open(settings, file, ReadPattern.SEQUENTIAL)) {
          count += count(slice, object, settings);
          bytes += object.bytesRead();
          reads += object.reads();
        } catch (IOException e) {
          throw TfRecordErrors.readable(e, file.path());
        }
      }
      done = true;
      return true;
    }

    private long count(RecordSlice slice, HadoopObjectReader object, Configuration settings)
        throws IOException {
      ListedFile file = slice.source().file();
      if (RecordFiles.isWhole(plan.options(), file.name())
          || RecordFiles.compression(object) != RecordCompression.NONE) {
        return slice.runs().get(0).start() == 0 ? countCompressed(object, settings) : 0;
      }
      RecordSlice.Run share = slice.runs().get(0);
      if (slice.cut() == RecordSlice.Cut.ANYWHERE) {
        FoundSplit found = FoundSplit.of(file, share, settings);
        bytes += found.bytes();
        reads += found.reads();
        return walk(found.split(), slice, settings);
      }
      return walk(
          new RecordSplit(file.path(), file.length(), share.start(), share.end()), slice, settings);
    }

    private long walk(RecordSplit split, RecordSlice slice, Configuration settings)
        throws IOException {
      long first = split.begin() == 0 ? 0 : -1;
      RecordSource source = new RecordSource(split.file(), split.begin(), first, split.end());
      long records = 0;
      HeaderReader headers = HeaderReader.open(settings, slice.source().file());
      try (headers;
          RecordWalk walk =
              RecordWalk.open(headers, source, plan.options().verifyCrc(), headers.jumpBytes())) {
        while (walk.next()) {
          records++;
        }
      } catch (CorruptRecordException e) {
        if (slice.cut() == RecordSlice.Cut.ANYWHERE) {
          throw RecordSplits.explained(split, e);
        }
        throw e;
      }
      bytes += headers.bytesRead();
      reads += headers.reads();
      return records;
    }

    private long countCompressed(HadoopObjectReader object, Configuration settings)
        throws IOException {
      RecordReadOptions lengths = RecordReadOptions.DEFAULT.with(VerifyCrc.LENGTH);
      RecordBlock block = new RecordBlock();
      long records = 0;
      try (RecordReader reader =
          RecordFiles.open(object, lengths, plan.options().compression(), settings)) {
        while (reader.read(block, Integer.MAX_VALUE)) {
          records += block.count();
        }
      }
      return records;
    }

    @Override
    public InternalRow get() {
      return row(count, plan.columns());
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
      return new CustomTaskMetric[] {
        SourceMetrics.of(new SourceMetrics.BytesRead(), bytes),
        SourceMetrics.of(new SourceMetrics.Requests(), reads)
      };
    }

    @Override
    public void close() {}
  }
}
