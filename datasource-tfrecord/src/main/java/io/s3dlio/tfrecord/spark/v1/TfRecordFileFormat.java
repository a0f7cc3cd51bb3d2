package io.s3dlio.tfrecord.spark.v1;

import io.s3dlio.spark.HadoopSettings;
import io.s3dlio.tfrecord.spark.option.TfRecordOptions;
import io.s3dlio.tfrecord.spark.option.TfRecordReadOptions;
import io.s3dlio.tfrecord.spark.option.TfRecordWriteOptions;
import io.s3dlio.tfrecord.spark.read.ReadPlan;
import io.s3dlio.tfrecord.spark.row.RowEncoder;
import io.s3dlio.tfrecord.spark.row.TypeMapping;
import io.s3dlio.tfrecord.spark.write.TfRecordOutputWriterFactory;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.Map;

/**
 * TFRecord for Spark's own file machinery: all writes go through it, with their save modes,
 * partitions, commit protocols and limits, and so do reads of tables of Spark 3.5's catalog and of
 * {@code SELECT ... FROM tfrecord.`path`}.
 *
 * <p>Methods whose parameters have Scala's {@code Seq} are here twice: it is {@code
 * scala.collection.Seq} in Scala 2.12 and {@code scala.collection.immutable.Seq} in 2.13.
 */
public class TfRecordFileFormat implements FileFormat, Serializable {

  private static final long serialVersionUID = 1L;

  /** Only while Spark plans. */
  private transient @Nullable V1Reads reads;

  /** For Spark, which makes formats by their classes. */
  public TfRecordFileFormat() {}

  @Override
  public OutputWriterFactory prepareWrite(
      SparkSession session, Job job, Map<String, String> options, StructType dataSchema) {
    TfRecordWriteOptions parsed =
        TfRecordWriteOptions.of(TfRecordOptions.of(ScalaMaps.toJava(options)));
    // Fails here, on the driver, for a column that has no place in the records.
    RowEncoder.of(dataSchema, parsed.recordType());
    return new TfRecordOutputWriterFactory(parsed);
  }

  /** Spark asks before it writes, or removes what an overwrite replaces. */
  @Override
  public boolean supportDataType(DataType type) {
    return TypeMapping.of(type).isPresent();
  }

  /** Rows come as batches wherever Spark takes them so. */
  @Override
  public boolean supportBatch(SparkSession session, StructType schema) {
    return true;
  }

  @Override
  public boolean isSplitable(SparkSession session, Map<String, String> options, Path file) {
    V1Reads known = reads;
    if (known == null) {
      known = new V1Reads();
      reads = known;
    }
    return known.isSplitable(session, ScalaMaps.toJava(options), file);
  }

  @SuppressWarnings("MissingOverride") // It is one in Scala 2.13 only.
  public Option<StructType> inferSchema(
      SparkSession session,
      Map<String, String> options,
      scala.collection.immutable.Seq<FileStatus> files) {
    return inferSchema(session, options, (scala.collection.Seq<FileStatus>) files);
  }

  /** The same for Scala 2.12. */
  public Option<StructType> inferSchema(
      SparkSession session, Map<String, String> options, scala.collection.Seq<FileStatus> files) {
    return V1Reads.infer(session, ScalaMaps.toJava(options), files.iterator())
        .map(Option::apply)
        .orElse(Option.empty());
  }

  @SuppressWarnings("MissingOverride") // It is one in Scala 2.13 only.
  public Function1<PartitionedFile, Iterator<InternalRow>> buildReaderWithPartitionValues(
      SparkSession session,
      StructType dataSchema,
      StructType partitionSchema,
      StructType requiredSchema,
      scala.collection.immutable.Seq<Filter> filters,
      Map<String, String> options,
      Configuration settings) {
    ReadPlan plan = plan(dataSchema, requiredSchema, partitionSchema, filters.iterator(), options);
    return reader(session, plan, options, settings);
  }

  /** The same for Scala 2.12. */
  public Function1<PartitionedFile, Iterator<InternalRow>> buildReaderWithPartitionValues(
      SparkSession session,
      StructType dataSchema,
      StructType partitionSchema,
      StructType requiredSchema,
      scala.collection.Seq<Filter> filters,
      Map<String, String> options,
      Configuration settings) {
    ReadPlan plan = plan(dataSchema, requiredSchema, partitionSchema, filters.iterator(), options);
    return reader(session, plan, options, settings);
  }

  private static ReadPlan plan(
      StructType schema,
      StructType required,
      StructType partitions,
      Iterator<Filter> filters,
      Map<String, String> options) {
    TfRecordReadOptions parsed =
        TfRecordReadOptions.of(TfRecordOptions.of(ScalaMaps.toJava(options)));
    return V1Reads.plan(parsed, schema, required, partitions, filters);
  }

  /** Spark asks for batches by an option; else it is given unsafe rows. */
  private static V1FileReader reader(
      SparkSession session, ReadPlan plan, Map<String, String> options, Configuration settings) {
    boolean batches =
        Boolean.parseBoolean(ScalaMaps.toJava(options).get(FileFormat.OPTION_RETURNING_BATCH()));
    return new V1FileReader(plan, HadoopSettings.broadcast(session, settings), batches);
  }

  /** What Spark calls the source in its messages. */
  @Override
  public String toString() {
    return TfRecordOptions.FORMAT;
  }
}
