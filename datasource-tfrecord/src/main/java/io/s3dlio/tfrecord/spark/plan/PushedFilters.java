package io.s3dlio.tfrecord.spark.plan;

import io.s3dlio.spark.ColumnNames;
import io.s3dlio.spark.DataSet;
import io.s3dlio.spark.FileMetadataColumn;
import io.s3dlio.spark.FileSlice;
import io.s3dlio.spark.RowFilter;
import io.s3dlio.spark.SourceFile;
import io.s3dlio.tfrecord.spark.read.ReadPlan;
import io.s3dlio.tfrecord.spark.read.RecordMetadata;
import io.s3dlio.tfrecord.spark.read.RecordRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The predicates that Spark offers, sorted by what can be done with them: leave out files, on the
 * driver, after which nobody need look again; leave out records by number or offset, or by the
 * features that are decoded first. Those of records Spark tests again, which costs little beside
 * decoding.
 */
final class PushedFilters {

  /** Fields of {@code _metadata} that are the same however a file is cut. */
  private static final StructType FILE_FIELDS =
      new StructType(
          Stream.of(RecordMetadata.COLUMN.type().fields())
              .filter(field -> FileMetadataColumn.isOfFile(field.name()))
              .filter(field -> !field.name().startsWith("file_block"))
              .toArray(StructField[]::new));

  private final TfRecordData data;
  private final ColumnNames names;
  private final List<Predicate> pruning = new ArrayList<>();
  private final List<Predicate> reading = new ArrayList<>();
  private final List<RowFilter> fileTests = new ArrayList<>();
  private final FeatureTests features;
  private RecordRanges numbers = RecordRanges.ALL;
  private RecordRanges offsets = RecordRanges.ALL;

  PushedFilters(TfRecordData data, ColumnNames names) {
    this.data = data;
    this.names = names;
    StructType partitions = data.dataSet().partitionSchema();
    features = new FeatureTests(ReadPlan.of(data.readOptions(), data.schema(), partitions), names);
  }

  /** Takes a predicate; true when it need not be tested again. */
  boolean push(Predicate predicate) {
    RowFilter ofFile = RowFilter.of(predicate, PushedFilters::fileField).orElse(null);
    if (ofFile != null) {
      fileTests.add(ofFile);
      pruning.add(predicate);
      return true;
    }
    if (data.dataSet().prune(predicate, names).isPresent()) {
      pruning.add(predicate);
      return true;
    }
    RecordRanges byNumber = RecordRanges.of(predicate, RecordMetadata.INDEX);
    RecordRanges byOffset = RecordRanges.of(predicate, RecordMetadata.OFFSET);
    if (!byNumber.isAll() || !byOffset.isAll()) {
      numbers = numbers.and(byNumber);
      offsets = offsets.and(byOffset);
      reading.add(predicate);
    } else if (features.add(predicate)) {
      reading.add(predicate);
    }
    return false;
  }

  private static RowFilter.@Nullable Input fileField(List<String> name) {
    if (name.size() == 2 && name.get(0).equals(ReadPlan.METADATA)) {
      StructField[] fields = FILE_FIELDS.fields();
      for (int i = 0; i < fields.length; i++) {
        if (fields[i].name().equals(name.get(1))) {
          return new RowFilter.Input(i, fields[i].dataType());
        }
      }
    }
    return null;
  }

  /** The files that can hold wanted rows. */
  DataSet prune(DataSet files) {
    DataSet left = files;
    for (Predicate predicate : pruning) {
      left = left.prune(predicate, names).orElse(left);
    }
    return new DataSet(left.partitionSchema(), left.files().stream().filter(this::passes).toList());
  }

  private boolean passes(SourceFile source) {
    if (fileTests.isEmpty()) {
      return true;
    }
    FileSlice whole = FileSlice.whole(source);
    InternalRow row =
        new GenericInternalRow(
            Stream.of(FILE_FIELDS.fieldNames())
                .map(field -> FileMetadataColumn.value(field, whole))
                .toArray());
    return fileTests.stream().allMatch(test -> test.test(row));
  }

  /** Whether fewer rows come than the files have. */
  boolean dropsRows() {
    return !reading.isEmpty();
  }

  /** Those on features. */
  FeatureTests features() {
    return features;
  }

  RecordRanges numbers() {
    return numbers;
  }

  RecordRanges offsets() {
    return offsets;
  }

  Predicate[] pruning() {
    return pruning.toArray(new Predicate[0]);
  }

  Predicate[] reading() {
    return reading.toArray(new Predicate[0]);
  }

  /** All that were taken. */
  Predicate[] pushed() {
    return Stream.concat(pruning.stream(), reading.stream()).toArray(Predicate[]::new);
  }
}
