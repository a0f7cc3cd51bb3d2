package io.s3dlio.tfrecord.spark;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
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

  @Override
  public Transform[] inferPartitioning(CaseInsensitiveStringMap options) {
    return data(options.asCaseSensitiveMap(), null).partitioning();
  }

  /** A table; a schema that is given is kept, and no file is looked at before it must be. */
  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new TfRecordTable(data(properties, schema));
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
