package io.s3dlio.tfrecord.spark.v1;

import io.s3dlio.spark.ColumnNames;
import io.s3dlio.spark.HadoopSettings;
import io.s3dlio.spark.ListedFile;
import io.s3dlio.spark.Unchecked;
import io.s3dlio.tfrecord.hadoop.IndexFiles;
import io.s3dlio.tfrecord.index.IndexNames;
import io.s3dlio.tfrecord.spark.option.IndexUse;
import io.s3dlio.tfrecord.spark.option.ParseMode;
import io.s3dlio.tfrecord.spark.option.TfRecordOptions;
import io.s3dlio.tfrecord.spark.option.TfRecordReadOptions;
import io.s3dlio.tfrecord.spark.plan.FeatureTests;
import io.s3dlio.tfrecord.spark.plan.TfRecordSchemas;
import io.s3dlio.tfrecord.spark.read.ReadPlan;
import io.s3dlio.tfrecord.spark.read.RecordFiles;
import io.s3dlio.tfrecord.spark.read.RecordRanges;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.Iterator;

/**
 * Reads that Spark plans itself and asks a {@code FileFormat} for: schema, splits, rows. Spark
 * keeps the instance for the planning of one read. Thread-safe.
 */
final class V1Reads {

  /** So many directories are looked into for indexes; files of further ones are not cut. */
  private static final int MOST_DIRECTORIES = 64;

  private final Map<Path, Set<String>> indexNames = new HashMap<>();

  /** The schema of some files; empty when there is none. */
  static Optional<StructType> infer(
      SparkSession session, Map<String, String> options, Iterator<FileStatus> files) {
    List<ListedFile> listed = new ArrayList<>();
    while (files.hasNext()) {
      listed.add(IndexFiles.listed(files.next()));
    }
    if (listed.isEmpty()) {
      return Optional.empty();
    }
    listed.sort(ListedFile.ORDER);
    TfRecordReadOptions parsed = TfRecordReadOptions.of(TfRecordOptions.of(options));
    return Optional.of(TfRecordSchemas.infer(parsed, listed, settings(session, options)));
  }

  private static Configuration settings(SparkSession session, Map<String, String> options) {
    return HadoopSettings.of(session, TfRecordOptions.of(options));
  }

  /**
   * Whether a file may be cut anywhere: when it has an index, by which each task finds whole
   * records. Without one Spark's V1 reads cannot be cut, since a LIMIT of theirs may leave out the
   * split that vouches for the others.
   */
  synchronized boolean isSplitable(SparkSession session, Map<String, String> options, Path file) {
    TfRecordReadOptions parsed = TfRecordReadOptions.of(TfRecordOptions.of(options));
    if (parsed.mode() != ParseMode.FAILFAST
        || parsed.index() == IndexUse.OFF
        || RecordFiles.isWhole(parsed, file.getName())) {
      return false;
    }
    Path directory = file.getParent();
    Set<String> names = indexNames.get(directory);
    if (names == null && indexNames.size() < MOST_DIRECTORIES) {
      names = indexes(directory, settings(session, options));
      indexNames.put(directory, names);
    }
    return names != null
        && IndexNames.candidates(file.getName()).stream().anyMatch(names::contains);
  }

  private static Set<String> indexes(Path directory, Configuration settings) {
    Set<String> names = new HashSet<>();
    try {
      for (FileStatus status : directory.getFileSystem(settings).listStatus(directory)) {
        if (IndexNames.isIndex(status.getPath().getName())) {
          names.add(status.getPath().getName());
        }
      }
    } catch (FileNotFoundException e) {
      return names;
    } catch (IOException e) {
      throw Unchecked.as(e);
    }
    return names;
  }

  /**
   * What tasks read.
   *
   * @param schema all features
   * @param required features to read
   * @param partitions columns whose values Spark brings with each file
   * @param filters what Spark tests again: rows that fail need not be decoded in full
   */
  static ReadPlan plan(
      TfRecordReadOptions options,
      StructType schema,
      StructType required,
      StructType partitions,
      Iterator<Filter> filters) {
    StructType output = required;
    for (StructField field : partitions.fields()) {
      output = output.add(field);
    }
    FeatureTests tests =
        new FeatureTests(ReadPlan.of(options, schema, partitions), ColumnNames.ofSession());
    while (filters.hasNext()) {
      tests.add(filters.next().toV2());
    }
    return new ReadPlan(
        options,
        output,
        partitions,
        ReadPlan.checked(options, schema, required, partitions),
        tests.tested(),
        tests.tests(),
        RecordRanges.ALL,
        RecordRanges.ALL,
        null,
        Long.MAX_VALUE);
  }
}
