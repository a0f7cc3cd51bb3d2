package io.s3dlio.tfrecord.spark.write;

import io.s3dlio.spark.Unchecked;
import io.s3dlio.tfrecord.spark.option.TfRecordWriteOptions;
import io.s3dlio.tfrecord.spark.row.RowEncoder;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.types.StructType;

/** Opens the files of a write, in its tasks. */
public final class TfRecordOutputWriterFactory extends OutputWriterFactory {

  private static final long serialVersionUID = 1L;

  private final TfRecordWriteOptions options;

  /** For the files of one write. */
  public TfRecordOutputWriterFactory(TfRecordWriteOptions options) {
    this.options = options;
  }

  @Override
  public String getFileExtension(TaskAttemptContext context) {
    return ".tfrecord" + options.compression().extension(context.getConfiguration());
  }

  @Override
  public OutputWriter newInstance(String path, StructType dataSchema, TaskAttemptContext context) {
    try {
      RowEncoder encoder = RowEncoder.of(dataSchema, options.recordType());
      return new TfRecordOutputWriter(new Path(path), encoder, options, context.getConfiguration());
    } catch (IOException e) {
      throw Unchecked.as(e);
    }
  }
}
