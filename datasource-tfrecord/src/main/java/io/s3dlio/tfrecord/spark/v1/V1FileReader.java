package io.s3dlio.tfrecord.spark.v1;

import io.s3dlio.spark.HadoopSettings;
import io.s3dlio.spark.ListedFile;
import io.s3dlio.spark.SourceFile;
import io.s3dlio.spark.Unchecked;
import io.s3dlio.tfrecord.hadoop.IndexFiles;
import io.s3dlio.tfrecord.index.IndexRefusedException;
import io.s3dlio.tfrecord.index.RecordIndex;
import io.s3dlio.tfrecord.spark.option.TfRecordErrors;
import io.s3dlio.tfrecord.spark.read.ReadPlan;
import io.s3dlio.tfrecord.spark.read.RecordSlice;
import io.s3dlio.tfrecord.spark.read.RecordSlice.Cut;
import io.s3dlio.tfrecord.spark.read.RecordSlice.Run;
import io.s3dlio.tfrecord.spark.read.SliceBatches;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.util.TaskCompletionListener;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** Opens the files, and splits of indexed files, that Spark's V1 scan hands to a task. */
final class V1FileReader extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>>
    implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ReadPlan plan;
  private final HadoopSettings settings;
  private final boolean batches;

  V1FileReader(ReadPlan plan, HadoopSettings settings, boolean batches) {
    this.plan = plan;
    this.settings = settings;
    this.batches = batches;
  }

  /** Rows, or batches that Spark takes out of an iterator of rows by their class. */
  @Override
  @SuppressWarnings("unchecked")
  public Iterator<InternalRow> apply(PartitionedFile file) {
    SliceBatches slices = new SliceBatches(plan, slices(file), settings.get());
    TaskContext task = TaskContext.get();
    if (task != null) {
      TaskCompletionListener closer = context -> close(slices);
      task.addTaskCompletionListener(closer);
    }
    if (batches) {
      return (Iterator<InternalRow>) (Iterator<?>) new V1Batches(slices);
    }
    return new V1Rows(new V1Batches(slices), UnsafeProjection.create(plan.output()));
  }

  private static void close(SliceBatches slices) {
    try {
      slices.close();
    } catch (IOException e) {
      throw Unchecked.as(e);
    }
  }

  private List<RecordSlice> slices(PartitionedFile part) {
    ListedFile file =
        ListedFile.of(part.toPath().toString(), part.fileSize(), part.modificationTime());
    SourceFile source = new SourceFile(file, part.partitionValues());
    if (part.start() == 0 && part.length() >= part.fileSize()) {
      return List.of(RecordSlice.whole(source));
    }
    try {
      RecordIndex index = index(file, settings.get());
      long first = index.firstFrom(part.start());
      long end = index.firstFrom(part.start() + part.length());
      Run run = new Run(index.offset(first), index.offset(end), first, end - first);
      return first == end ? List.of() : List.of(new RecordSlice(source, Cut.INDEXED, List.of(run)));
    } catch (IOException e) {
      throw Unchecked.as(e);
    }
  }

  /** Spark cut the file because it has an index. */
  private static RecordIndex index(ListedFile file, Configuration settings) throws IOException {
    IndexFiles indexes = new IndexFiles(settings);
    ListedFile index =
        indexes
            .find(file)
            .orElseThrow(() -> TfRecordErrors.INDEX_MISSING.exception("file", file.path()));
    try {
      return indexes.read(index, file);
    } catch (IndexRefusedException e) {
      throw TfRecordErrors.BAD_INDEX.ioException(
          e, "file", file.path(), "reason", TfRecordErrors.reason(e));
    }
  }
}
