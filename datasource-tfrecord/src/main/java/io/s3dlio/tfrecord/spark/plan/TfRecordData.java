package io.s3dlio.tfrecord.spark.plan;

import io.s3dlio.spark.ColumnNames;
import io.s3dlio.spark.CommonErrors;
import io.s3dlio.spark.DataSet;
import io.s3dlio.spark.FileListing;
import io.s3dlio.spark.HadoopSettings;
import io.s3dlio.spark.ListedFile;
import io.s3dlio.spark.PartitionDiscovery;
import io.s3dlio.spark.SourceException;
import io.s3dlio.spark.SourceFile;
import io.s3dlio.spark.SourceOptions;
import io.s3dlio.tfrecord.index.IndexNames;
import io.s3dlio.tfrecord.spark.option.ParseMode;
import io.s3dlio.tfrecord.spark.option.TfRecordOptions;
import io.s3dlio.tfrecord.spark.option.TfRecordReadOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * What the driver knows of the files of one read: options, listing, schema. Each is found out when
 * it is first asked for, and kept.
 */
public final class TfRecordData {

  private final SparkSession session;
  private final SourceOptions options;
  private final TfRecordReadOptions readOptions;
  private final Configuration settings;
  private final @Nullable StructType given;
  private @Nullable List<FileListing.Root> roots;
  private @Nullable DataSet dataSet;
  private @Nullable StructType schema;
  private @Nullable FileIndexes indexes;

  private TfRecordData(
      SparkSession session,
      SourceOptions options,
      TfRecordReadOptions readOptions,
      Configuration settings,
      @Nullable StructType given) {
    this.session = session;
    this.options = options;
    this.readOptions = readOptions;
    this.settings = settings;
    this.given = given;
  }

  /**
   * The data that options speak of, in the session of this thread. Sends no request.
   *
   * @throws io.s3dlio.spark.SourceException for an option that cannot be
   */
  public static TfRecordData of(Map<String, String> options) {
    SparkSession session = SparkSession.active();
    SourceOptions parsed = TfRecordOptions.of(options);
    return new TfRecordData(
        session, parsed, TfRecordReadOptions.of(parsed), HadoopSettings.of(session, parsed), null);
  }

  /** The same files, with a schema of the user's. */
  public TfRecordData withSchema(StructType user) {
    TfRecordData data = new TfRecordData(session, options, readOptions, settings, user);
    data.roots = roots;
    return data;
  }

  /** The same, with no files so far. */
  public TfRecordData withoutFiles() {
    TfRecordData data = new TfRecordData(session, options, readOptions, settings, given);
    data.roots = List.of();
    return data;
  }

  /** Whether a path that was named does not exist, or a pattern has no match. */
  public synchronized boolean isMissing() {
    try {
      roots();
      return false;
    } catch (SourceException e) {
      return e.error().equals(CommonErrors.PATH_NOT_FOUND);
    }
  }

  /** The same table, with options of one query over its own. */
  public TfRecordData withOptions(CaseInsensitiveStringMap ofQuery) {
    Map<String, String> merged = new HashMap<>(options.asMap().asCaseSensitiveMap());
    ofQuery.keySet().forEach(name -> merged.keySet().removeIf(name::equalsIgnoreCase));
    merged.putAll(ofQuery.asCaseSensitiveMap());
    return isOf(merged) ? this : of(merged).withSchema(schema());
  }

  /** Whether this is of the same options. */
  public boolean isOf(Map<String, String> other) {
    return options.asMap().asCaseSensitiveMap().equals(other);
  }

  SparkSession session() {
    return session;
  }

  /** As they were given, with the session's as defaults. */
  public SourceOptions options() {
    return options;
  }

  /** The same, parsed for reads. */
  public TfRecordReadOptions readOptions() {
    return readOptions;
  }

  Configuration settings() {
    return settings;
  }

  /** As the user named them. */
  public List<String> paths() {
    return options.paths();
  }

  /** What the paths stand for now: after globs, and with their FileSystems. */
  public List<String> places() {
    FileListing listing = FileListing.of(settings, options);
    return paths().stream().flatMap(path -> listing.matches(path).stream()).toList();
  }

  /** The files and their partitions. */
  synchronized DataSet dataSet() {
    if (dataSet == null) {
      dataSet = PartitionDiscovery.ofSession().discover(roots(), options, settings, given);
    }
    return dataSet;
  }

  private List<FileListing.Root> roots() {
    if (roots == null) {
      roots = FileListing.of(settings, options).keepingAside(IndexNames::isIndex).list(paths());
    }
    return roots;
  }

  /** The indexes beside the files. */
  synchronized FileIndexes indexes() {
    if (indexes == null) {
      indexes = FileIndexes.of(readOptions.index(), settings, roots());
    }
    return indexes;
  }

  /** The features, then the partition columns. */
  public synchronized StructType schema() {
    if (schema == null && given != null) {
      return withPartitions(given, partitionsThere());
    }
    if (schema == null) {
      schema = withPartitions(inferred(), dataSet().partitionSchema());
    }
    return schema;
  }

  /** Those that directories show: none of a table that is being made, or is to be written. */
  private StructType partitionsThere() {
    try {
      return dataSet().partitionSchema();
    } catch (SourceException e) {
      if (List.of(CommonErrors.PATH_NOT_FOUND, CommonErrors.PATH_MISSING).contains(e.error())) {
        return new StructType();
      }
      throw e;
    }
  }

  private StructType inferred() {
    List<ListedFile> files = dataSet().files().stream().map(SourceFile::file).toList();
    StructType features = TfRecordSchemas.infer(readOptions, files, settings);
    boolean showsDamage =
        readOptions.mode() == ParseMode.PERMISSIVE
            && options.isGiven(TfRecordReadOptions.CORRUPT_COLUMN);
    return showsDamage ? features.add(readOptions.corruptColumn(), DataTypes.StringType) : features;
  }

  /** Partition columns stand at the end, and a feature of the same name is not seen. */
  private static StructType withPartitions(StructType features, StructType partitions) {
    ColumnNames names = ColumnNames.ofSession();
    StructType merged = new StructType();
    for (StructField field : features.fields()) {
      if (Stream.of(partitions.fieldNames()).noneMatch(name -> names.areSame(name, field.name()))) {
        merged = merged.add(asNullable(field));
      }
    }
    for (StructField field : partitions.fields()) {
      merged = merged.add(field);
    }
    return merged;
  }

  /** Any feature can be missing from a record, whatever the schema promises. */
  private static StructField asNullable(StructField field) {
    return new StructField(field.name(), field.dataType(), true, field.metadata());
  }

  /** The partition columns that the directories show, outermost first. */
  public Transform[] partitioning() {
    return Stream.of(partitionsThere().fieldNames())
        .map(Expressions::identity)
        .toArray(Transform[]::new);
  }
}
