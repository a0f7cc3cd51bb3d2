package io.s3dlio.tfrecord.spark.plan;

import io.s3dlio.spark.HadoopFiles;
import io.s3dlio.spark.HadoopObjectReader;
import io.s3dlio.spark.ListedFile;
import io.s3dlio.spark.ReadPattern;
import io.s3dlio.store.UnsupportedFormatException;
import io.s3dlio.tfrecord.CorruptRecordException;
import io.s3dlio.tfrecord.RecordBlock;
import io.s3dlio.tfrecord.RecordReadOptions;
import io.s3dlio.tfrecord.RecordReader;
import io.s3dlio.tfrecord.example.ExampleDecoder;
import io.s3dlio.tfrecord.example.FeatureShape;
import io.s3dlio.tfrecord.example.FeatureShapes;
import io.s3dlio.tfrecord.example.RecordType;
import io.s3dlio.tfrecord.spark.option.BytesAs;
import io.s3dlio.tfrecord.spark.option.ParseMode;
import io.s3dlio.tfrecord.spark.option.TfRecordErrors;
import io.s3dlio.tfrecord.spark.option.TfRecordReadOptions;
import io.s3dlio.tfrecord.spark.read.ReadPlan;
import io.s3dlio.tfrecord.spark.read.RecordFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The schema of files, by looking into some of them: at most 4 MiB of records each. Columns stand
 * in the order of their names' bytes, the same everywhere. No instance.
 */
public final class TfRecordSchemas {

  private static final long MOST_BYTES = 4 << 20;

  /** What is read at once: the sample must not cost more than it looks at. */
  private static final int BUFFER = 256 << 10;

  private TfRecordSchemas() {}

  /**
   * The features of some files.
   *
   * @param files in their order: the first that has records counts, or with mergeSchema all of a
   *     sample
   */
  public static StructType infer(
      TfRecordReadOptions options, List<ListedFile> files, Configuration settings) {
    if (options.recordType() == RecordType.BYTE_ARRAY) {
      return new StructType().add(ReadPlan.BYTE_ARRAY, DataTypes.BinaryType);
    }
    FeatureShapes all = new FeatureShapes(options.recordType());
    if (options.mergeSchema()) {
      InParallel.map(sample(files, options.samplingRatio()), file -> look(options, file, settings))
          .forEach(all::merge);
    } else {
      for (int i = 0; i < files.size() && all.records() == 0; i++) {
        all.merge(look(options, files.get(i), settings));
      }
    }
    if (all.records() == 0) {
      throw TfRecordErrors.EMPTY_SCHEMA.exception(
          "reason", "there is no record in " + files.size() + " files");
    }
    return schema(options, all);
  }

  /** Every so manieth file, the same ones each time. */
  private static List<ListedFile> sample(List<ListedFile> files, double ratio) {
    List<ListedFile> sample = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      if (i == 0 || Math.floor((i + 1) * ratio) > Math.floor(i * ratio)) {
        sample.add(files.get(i));
      }
    }
    return sample;
  }

  private static FeatureShapes look(
      TfRecordReadOptions options, ListedFile file, Configuration settings) {
    FeatureShapes shapes = new FeatureShapes(options.recordType());
    if (file.length() == 0) {
      return shapes;
    }
    RecordReadOptions reading =
        RecordReadOptions.DEFAULT.with(options.verifyCrc()).withBufferBytes(BUFFER);
    RecordBlock block = new RecordBlock();
    try (HadoopObjectReader object = HadoopFiles.open(settings, file, ReadPattern.SEQUENTIAL);
        RecordReader reader = RecordFiles.open(object, reading, options.compression(), settings)) {
      long bytes = 0;
      while (bytes < MOST_BYTES && reader.read(block, options.batchSize())) {
        for (int i = 0; i < block.count() && bytes < MOST_BYTES; i++) {
          add(options, shapes, block, i, file);
          bytes += block.length(i) + 16;
        }
      }
    } catch (CorruptRecordException e) {
      if (options.mode() == ParseMode.FAILFAST && !options.ignoreCorruptFiles()) {
        throw new UncheckedIOException(TfRecordErrors.of(e));
      }
    } catch (FileNotFoundException e) {
      if (!options.ignoreMissingFiles()) {
        throw new UncheckedIOException(
            TfRecordErrors.FILE_GONE.ioException(e, "file", file.path()));
      }
    } catch (IOException e) {
      if (!options.ignoreCorruptFiles()) {
        throw new UncheckedIOException(e);
      }
    }
    return shapes;
  }

  private static void add(
      TfRecordReadOptions options,
      FeatureShapes shapes,
      RecordBlock block,
      int record,
      ListedFile file)
      throws CorruptRecordException {
    var problem = shapes.add(block.bytes(), block.start(record), block.length(record));
    if (problem.isPresent() && options.mode() == ParseMode.FAILFAST) {
      throw ExampleDecoder.failure(
          new ExampleDecoder.Problem(0, problem.get()), block, record, file.path());
    }
  }

  private static StructType schema(TfRecordReadOptions options, FeatureShapes shapes) {
    StructType schema = new StructType();
    try {
      for (FeatureShape shape : shapes.shapes()) {
        schema = schema.add(shape.spec().name(), type(options.bytesAs(), shape));
      }
    } catch (UnsupportedFormatException e) {
      throw TfRecordErrors.SCHEMA_CONFLICT.exception(e, "reason", String.valueOf(e.getMessage()));
    }
    return schema;
  }

  private static DataType type(BytesAs bytesAs, FeatureShape shape) {
    DataType value =
        switch (shape.spec().kind()) {
          case INT64 -> DataTypes.LongType;
          case FLOAT -> DataTypes.FloatType;
          case BYTES ->
              bytesAs == BytesAs.STRING || (bytesAs == BytesAs.AUTO && shape.isText())
                  ? DataTypes.StringType
                  : DataTypes.BinaryType;
        };
    return switch (shape.spec().depth()) {
      case SCALAR -> value;
      case LIST -> new ArrayType(value, true);
      case LIST_OF_LISTS -> new ArrayType(new ArrayType(value, true), true);
    };
  }
}
