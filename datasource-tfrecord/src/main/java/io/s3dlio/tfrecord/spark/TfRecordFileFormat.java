package io.s3dlio.tfrecord.spark;

import io.s3dlio.spark.SourceOptions;
import java.io.Serializable;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.mapreduce.Job;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.Option;
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

  /** Short name of the source. */
  static final String NAME = "tfrecord";

  /** For Spark, which makes formats by their classes. */
  public TfRecordFileFormat() {}

  @Override
  public OutputWriterFactory prepareWrite(
      SparkSession session, Job job, Map<String, String> options, StructType dataSchema) {
    TfRecordWriteOptions parsed =
        TfRecordWriteOptions.of(
            SourceOptions.of(NAME, ScalaMaps.toJava(options), TfRecordWriteOptions.all()));
    // Fails here, on the driver, for a column that has no place in the records.
    RowEncoder.of(dataSchema, parsed.recordType());
    return new TfRecordOutputWriterFactory(parsed);
  }

  /** Spark asks before it writes, or removes what an overwrite replaces. */
  @Override
  public boolean supportDataType(DataType type) {
    return TypeMapping.of(type).isPresent();
  }

  @SuppressWarnings("MissingOverride") // Overrides in Scala 2.13 only.
  public Option<StructType> inferSchema(
      SparkSession session,
      Map<String, String> options,
      scala.collection.immutable.Seq<FileStatus> files) {
    return Option.empty();
  }

  /** The same for Scala 2.12. */
  public Option<StructType> inferSchema(
      SparkSession session, Map<String, String> options, scala.collection.Seq<FileStatus> files) {
    return Option.empty();
  }

  /** What Spark calls the source in its messages. */
  @Override
  public String toString() {
    return NAME;
  }
}
