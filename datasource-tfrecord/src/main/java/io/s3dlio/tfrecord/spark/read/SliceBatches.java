package io.s3dlio.tfrecord.spark.read;

import io.s3dlio.spark.SourceIOException;
import io.s3dlio.spark.SourceMetrics;
import io.s3dlio.tfrecord.CorruptRecordException;
import io.s3dlio.tfrecord.RecordBlock;
import io.s3dlio.tfrecord.SplitConflictException;
import io.s3dlio.tfrecord.spark.option.ParseMode;
import io.s3dlio.tfrecord.spark.option.TfRecordErrors;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches of some slices, one after the other: what a task reads. For one thread; a batch is
 * valid until the next one.
 */
public final class SliceBatches implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(SliceBatches.class);

  private final ReadPlan plan;
  private final List<RecordSlice> slices;
  private final Configuration settings;
  private final BatchMaker maker;
  private final RecordBlock block = new RecordBlock();

  private @Nullable SliceRecords records;
  private @Nullable ColumnarBatch batch;
  private int nextSlice;
  private boolean hasBlock;
  private boolean failed;
  private long rows;
  private long closedBytes;
  private long closedReads;
  private long checkNanos;

  /** Opens nothing yet. */
  public SliceBatches(ReadPlan plan, List<RecordSlice> slices, Configuration settings) {
    this.plan = plan;
    this.slices = slices;
    this.settings = settings;
    maker = new BatchMaker(plan);
  }

  /** Goes to the next batch; false when there is none. */
  public boolean next() throws IOException {
    batch = null;
    while (rows < plan.limit() && (hasBlock || records != null || nextSlice < slices.size())) {
      try {
        batch = step();
      } catch (IOException | RuntimeException e) {
        fail(e);
      }
      if (batch != null) {
        shorten(batch);
        return true;
      }
    }
    return false;
  }

  /** The batch that {@link #next} went to. */
  public ColumnarBatch batch() {
    if (batch == null) {
      throw new IllegalStateException("no batch");
    }
    return batch;
  }

  /** The slice that the batch is of. */
  RecordSlice slice() {
    return slices.get(nextSlice - 1);
  }

  private void shorten(ColumnarBatch full) {
    long left = plan.limit() - rows;
    if (full.numRows() > left) {
      full.setNumRows((int) left);
    }
    rows += full.numRows();
  }

  /** One of: the next batch of the block, the next block, the next slice. */
  private @Nullable ColumnarBatch step() throws IOException {
    if (hasBlock) {
      ColumnarBatch next = maker.next(block);
      hasBlock = next != null;
      return next;
    }
    if (records == null) {
      RecordSlice slice = slices.get(nextSlice++);
      maker.begin(slice);
      records = SliceRecords.open(plan.options(), slice, settings);
      return null;
    }
    boolean more;
    try {
      more = records.read(block, plan.options().batchSize());
    } catch (CorruptRecordException e) {
      if (plan.options().mode() == ParseMode.FAILFAST) {
        throw e;
      }
      closeSlice();
      return maker.broken(e);
    }
    if (more) {
      checkNanos += block.nanos();
      maker.begin(block);
      hasBlock = true;
    } else {
      closeSlice();
    }
    return null;
  }

  /** Throws, or leaves out what is left of the slice where the options say so. */
  private void fail(Exception e) throws IOException {
    failed = true;
    String file = slice().source().file().path();
    boolean gone = e instanceof FileNotFoundException;
    hasBlock = false;
    if (gone && plan.options().ignoreMissingFiles()) {
      LOG.warn("{} went away and is left out", file);
    } else if (!gone && plan.options().ignoreCorruptFiles() && !doubtsOthers(e)) {
      LOG.warn("the rest of {} is left out", file, e);
    } else if (e instanceof IOException io) {
      throw TfRecordErrors.readable(io, file);
    } else {
      throw (RuntimeException) e;
    }
    failed = false;
    closeSlice();
  }

  /** What says that rows delivered before, or by others, may be wrong is not to be passed over. */
  private static boolean doubtsOthers(Exception e) {
    return e instanceof SplitConflictException
        || (e instanceof SourceIOException known && known.error().equals(TfRecordErrors.BAD_INDEX));
  }

  private void closeSlice() throws IOException {
    SliceRecords done = records;
    records = null;
    if (done != null) {
      closedBytes += done.bytesRead();
      closedReads += done.reads();
      done.close();
    }
  }

  /** What Spark's SQL tab shows of this task. */
  CustomTaskMetric[] metrics() {
    SliceRecords open = records;
    return new CustomTaskMetric[] {
      SourceMetrics.of(
          new SourceMetrics.BytesRead(), closedBytes + (open == null ? 0 : open.bytesRead())),
      SourceMetrics.of(
          new SourceMetrics.Requests(), closedReads + (open == null ? 0 : open.reads())),
      SourceMetrics.of(new SourceMetrics.RecordsSkipped(), maker.skipped()),
      SourceMetrics.of(new SourceMetrics.ChecksumTime(), checkNanos)
    };
  }

  /**
   * Ends the reading, perhaps early.
   *
   * @throws IOException with a conflict when a split that was found without an index does not land
   */
  @Override
  public void close() throws IOException {
    try {
      if (!failed) {
        land();
      }
    } finally {
      closeSlice();
    }
  }

  /** Splits without an index are proved to their ends, though nobody wants their rows. */
  private void land() throws IOException {
    while (records != null || nextSlice < slices.size()) {
      if (records == null && slices.get(nextSlice).cut() != RecordSlice.Cut.ANYWHERE) {
        nextSlice++;
        continue;
      }
      try {
        if (records == null) {
          records = SliceRecords.open(plan.options(), slices.get(nextSlice++), settings);
        }
        records.land();
      } catch (IOException e) {
        fail(e);
      }
      closeSlice();
    }
  }
}
