package io.s3dlio.tfrecord.spark;

import io.s3dlio.spark.ColumnNames;
import io.s3dlio.tfrecord.example.RecordType;
import io.s3dlio.tfrecord.spark.option.TfRecordReadOptions;
import io.s3dlio.tfrecord.spark.option.TfRecordWriteOptions;
import io.s3dlio.tfrecord.spark.plan.ReadColumns;
import io.s3dlio.tfrecord.spark.plan.TfRecordData;
import io.s3dlio.tfrecord.spark.row.RowEncoder;
import io.s3dlio.tfrecord.spark.v1.TfRecordFileFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * The data source {@code tfrecord}: {@code spark.read().format("tfrecord")}.
 *
 * <p>Reads go through Spark's V2 interfaces, which let filters, columns, limits and counts reach
 * the reader; writes, and reads of catalog tables where Spark asks for them, through the V1 {@code
 * FileFormat} that this extends, which gives them all of Spark's save modes.
 */
public class TfRecordSource extends TfRecordFileFormat
    implements TableProvider, DataSourceRegister {

  private static final long serialVersionUID = 1L;

  /** Between the calls by which Spark makes one table: the files are listed once. */
  private transient @Nullable TfRecordData data;

  /** Spark asked for the partitions of files of which there are none. */
  private transient boolean isMissing;

  @Override
  public String shortName() {
    return "tfrecord";
  }

  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return data(options.asCaseSensitiveMap(), null).schema();
  }

  /** None where nothing is yet: a stream may begin there, and batches are refused by the table. */
  @Override
  public Transform[] inferPartitioning(CaseInsensitiveStringMap options) {
    TfRecordData asked = data(options.asCaseSensitiveMap(), null);
    isMissing = asked.isMissing();
    return asked.partitioning();
  }

  /**
   * A table; a schema that is given is kept, and no file is looked at before it must be.
   *
   * <p>Writes come by here, with the schema of their rows, before Spark removes what they replace:
   * so what cannot be written is refused now.
   */
  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    TfRecordData table = data(properties, schema);
    List<String> partitions = names(partitioning);
    TfRecordWriteOptions.of(table.options());
    check(table.readOptions(), schema, partitions);
    return isMissing ? TfRecordTable.ofNothingYet(table) : new TfRecordTable(table, partitions);
  }

  private static void check(
      TfRecordReadOptions options, StructType schema, List<String> partitions) {
    ColumnNames names = ColumnNames.ofSession();
    StructType directories = new StructType();
    StructType data = new StructType();
    for (StructField field : schema.fields()) {
      if (partitions.stream().anyMatch(partition -> names.areSame(partition, field.name()))) {
        directories = directories.add(field);
      } else if (!options.showsDamage(field.name())) {
        data = data.add(field);
      }
    }
    if (options.recordType() != RecordType.BYTE_ARRAY) {
      ReadColumns.check(options, schema, directories);
    } else if (data.fields().length > 0) {
      RowEncoder.of(data, options.recordType());
    }
  }

  /** The columns of partitions. Buckets, which Spark 4 puts beside them, are no directories. */
  static List<String> names(Transform[] partitioning) {
    return Stream.of(partitioning)
        .filter(transform -> transform.name().equals("identity"))
        .map(transform -> String.join(".", transform.references()[0].fieldNames()))
        .toList();
  }

  private TfRecordData data(Map<String, String> options, @Nullable StructType schema) {
    TfRecordData known = data;
    if (known == null || !known.isOf(options)) {
      known = TfRecordData.of(options);
    }
    data = known;
    return schema == null ? known : known.withSchema(schema);
  }
}
