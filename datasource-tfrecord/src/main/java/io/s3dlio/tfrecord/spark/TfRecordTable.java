package io.s3dlio.tfrecord.spark;

import io.s3dlio.tfrecord.spark.plan.TfRecordData;
import io.s3dlio.tfrecord.spark.plan.TfRecordScanBuilder;
import io.s3dlio.tfrecord.spark.read.RecordMetadata;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Files of records as a table of Spark's.
 *
 * <p>It never says BATCH_WRITE: only so does Spark write through the V1 {@code FileFormat}, with
 * all save modes, {@code partitionBy} and its commit protocols.
 */
final class TfRecordTable implements SupportsRead, SupportsWrite, SupportsMetadataColumns {

  private static final Set<TableCapability> CAPABILITIES =
      EnumSet.of(
          TableCapability.BATCH_READ,
          TableCapability.MICRO_BATCH_READ,
          TableCapability.V1_BATCH_WRITE,
          TableCapability.TRUNCATE,
          TableCapability.OVERWRITE_BY_FILTER);

  private final TfRecordData data;
  private final List<String> partitionColumns;
  private final Set<TableCapability> capabilities;

  /**
   * A table.
   *
   * @param partitionColumns as a catalog has them; empty when only the directories can tell
   */
  TfRecordTable(TfRecordData data, List<String> partitionColumns) {
    this(data, partitionColumns, CAPABILITIES);
  }

  private TfRecordTable(
      TfRecordData data, List<String> partitionColumns, Set<TableCapability> capabilities) {
    this.data = data;
    this.partitionColumns = List.copyOf(partitionColumns);
    this.capabilities = capabilities;
  }

  /**
   * A table to read whose path does not exist. A stream may wait there for its first file; for a
   * batch Spark then turns to its own way of reading files, where it looks for the path and says at
   * once that there is none.
   */
  static TfRecordTable ofNothingYet(TfRecordData data) {
    return new TfRecordTable(
        data.withoutFiles(), List.of(), EnumSet.of(TableCapability.MICRO_BATCH_READ));
  }

  /** Where it lies: {@link TfRecordData#places}. */
  List<String> places() {
    return data.places();
  }

  @Override
  public String name() {
    return "tfrecord " + String.join(",", data.paths());
  }

  @Override
  @SuppressWarnings("deprecation") // The newer form comes with Spark 4.
  public StructType schema() {
    return data.schema();
  }

  @Override
  public Transform[] partitioning() {
    return partitionColumns.isEmpty()
        ? data.partitioning()
        : partitionColumns.stream().map(Expressions::identity).toArray(Transform[]::new);
  }

  @Override
  public Set<TableCapability> capabilities() {
    return EnumSet.copyOf(capabilities);
  }

  @Override
  public MetadataColumn[] metadataColumns() {
    return new MetadataColumn[] {RecordMetadata.COLUMN};
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new TfRecordScanBuilder(data.withOptions(options));
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return new TfRecordWriteBuilder(
        info,
        data.options().asMap().asCaseSensitiveMap(),
        data.paths(),
        TfRecordSource.names(partitioning()));
  }

  /** Spark shows it where it says what a table cannot do. */
  @Override
  public String toString() {
    return name();
  }
}
