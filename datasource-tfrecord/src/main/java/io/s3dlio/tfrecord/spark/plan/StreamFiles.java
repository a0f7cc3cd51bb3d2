package io.s3dlio.tfrecord.spark.plan;

import io.s3dlio.spark.ColumnNames;
import io.s3dlio.spark.DataSet;
import io.s3dlio.spark.FileListing;
import io.s3dlio.spark.FileMicroBatchStream;
import io.s3dlio.spark.FilePacking;
import io.s3dlio.spark.HadoopSettings;
import io.s3dlio.spark.ListedFile;
import io.s3dlio.spark.PartitionDiscovery;
import io.s3dlio.tfrecord.index.IndexNames;
import io.s3dlio.tfrecord.spark.option.IndexUse;
import io.s3dlio.tfrecord.spark.read.ReadPlan;
import io.s3dlio.tfrecord.spark.read.TfRecordPartition;
import io.s3dlio.tfrecord.spark.read.TfRecordReaders;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** What a stream of new files asks: which there are, and how those of one batch are read. */
final class StreamFiles implements FileMicroBatchStream.Files {

  private final TfRecordData data;
  private ReadPlan plan;
  private boolean knowsPartitions;

  StreamFiles(TfRecordData data, ReadPlan plan) {
    this.data = data;
    this.plan = plan;
    knowsPartitions = !data.dataSet().files().isEmpty();
  }

  @Override
  public List<ListedFile> list() {
    return FileListing.of(data.settings(), data.options())
        .keepingAside(IndexNames::isIndex)
        .listThoseThere(data.paths())
        .stream()
        .flatMap(root -> root.files().stream())
        .toList();
  }

  /**
   * Partitions are found anew, with the columns and types that the stream began with; where nothing
   * was then, with those of the first files. Spark plans a batch before it asks for its readers.
   */
  @Override
  public InputPartition[] plan(List<ListedFile> files) {
    DataSet found =
        PartitionDiscovery.ofSession()
            .discover(roots(files), data.options(), data.settings(), data.schema());
    if (!knowsPartitions && !files.isEmpty()) {
      plan = plan.withPartitions(found.partitionSchema());
      knowsPartitions = true;
    }
    DataSet batch = found.within(plan.partitions(), ColumnNames.ofSession());
    FilePacking packing =
        FilePacking.ofSession(data.session(), batch.bytes(), batch.files().size());
    FileIndexes none = FileIndexes.of(IndexUse.OFF, data.settings(), List.of());
    return new SlicePlanner(plan, none, packing)
        .plan(batch.files()).stream().map(TfRecordPartition::new).toArray(InputPartition[]::new);
  }

  /**
   * The paths that were asked for, after globs, with the files below them; others stand for
   * themselves.
   */
  private List<FileListing.Root> roots(List<ListedFile> files) {
    List<FileListing.Root> roots = new ArrayList<>();
    List<ListedFile> left = new ArrayList<>(files);
    for (String root : data.places()) {
      String below = root.endsWith("/") ? root : root + "/"; // a bucket has its slash already
      List<ListedFile> found = left.stream().filter(file -> file.path().startsWith(below)).toList();
      if (!found.isEmpty()) {
        roots.add(new FileListing.Root(root, true, found, List.of()));
        left.removeIf(file -> file.path().startsWith(below));
      }
    }
    left.forEach(
        file -> roots.add(new FileListing.Root(file.path(), false, List.of(file), List.of())));
    return roots;
  }

  @Override
  public PartitionReaderFactory readers() {
    return new TfRecordReaders(plan, HadoopSettings.broadcast(data.session(), data.settings()));
  }
}
