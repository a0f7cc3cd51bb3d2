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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** What a stream of new files asks: which there are, and how those of one batch are read. */
final class StreamFiles implements FileMicroBatchStream.Files {

  private final TfRecordData data;
  private final ReadPlan plan;

  StreamFiles(TfRecordData data, ReadPlan plan) {
    this.data = data;
    this.plan = plan;
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

  /** Partitions are found anew, with the types that the stream began with. */
  @Override
  public InputPartition[] plan(List<ListedFile> files) {
    DataSet batch =
        PartitionDiscovery.ofSession()
            .discover(roots(files), data.options(), data.settings(), data.schema())
            .within(data.dataSet().partitionSchema(), ColumnNames.ofSession());
    FilePacking packing =
        FilePacking.ofSession(data.session(), batch.bytes(), batch.files().size());
    FileIndexes none = FileIndexes.of(IndexUse.OFF, data.settings(), List.of());
    return new SlicePlanner(plan, none, packing)
        .plan(batch.files()).stream().map(TfRecordPartition::new).toArray(InputPartition[]::new);
  }

  /** The paths that were asked for with the files below them; others stand for themselves. */
  private List<FileListing.Root> roots(List<ListedFile> files) {
    List<FileListing.Root> roots = new ArrayList<>();
    List<ListedFile> left = new ArrayList<>(files);
    for (String path : data.paths()) {
      String below = qualified(path) + "/";
      List<ListedFile> found = left.stream().filter(file -> file.path().startsWith(below)).toList();
      if (!found.isEmpty()) {
        roots.add(new FileListing.Root(qualified(path), true, found, List.of()));
        left.removeIf(file -> file.path().startsWith(below));
      }
    }
    left.forEach(
        file -> roots.add(new FileListing.Root(file.path(), false, List.of(file), List.of())));
    return roots;
  }

  private String qualified(String path) {
    try {
      Path asked = new Path(path);
      return asked.getFileSystem(data.settings()).makeQualified(asked).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public PartitionReaderFactory readers() {
    return new TfRecordReaders(plan, HadoopSettings.broadcast(data.session(), data.settings()));
  }
}
