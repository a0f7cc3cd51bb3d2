package io.s3dlio.tfrecord.spark.read;

import io.s3dlio.spark.FileMetadataColumn;
import io.s3dlio.spark.RowFilter;
import io.s3dlio.tfrecord.example.RecordType;
import io.s3dlio.tfrecord.spark.option.ParseMode;
import io.s3dlio.tfrecord.spark.option.TfRecordReadOptions;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What a task makes of the records it reads; decided on the driver.
 *
 * @param output the columns of the batches: features, partition columns, the corrupt record's
 *     column, {@code byteArray}, {@code _metadata}
 * @param partitions the partition columns that slices bring values of
 * @param checked features that are decoded, shown or not, because the corrupt record's column is
 *     asked for
 * @param tested features that are decoded first, because rows depend on them
 * @param tests what must be true of the tested features
 * @param numbers records that can matter
 * @param offsets records that can matter, by where they begin
 * @param sample the records that are in, when not all are
 * @param limit rows after which a task may stop
 */
public record ReadPlan(
    TfRecordReadOptions options,
    StructType output,
    StructType partitions,
    StructType checked,
    StructType tested,
    List<RowFilter> tests,
    RecordRanges numbers,
    RecordRanges offsets,
    @Nullable RowSample sample,
    long limit)
    implements Serializable {

  /** The hidden column. */
  public static final String METADATA = FileMetadataColumn.NAME;

  /** The column of records that are bytes of the user's own. */
  public static final String BYTE_ARRAY = "byteArray";

  /** What a column of the output shows. */
  public enum Role {
    FEATURE,
    PARTITION,
    /** The hidden column. */
    METADATA,
    /** Damaged records. */
    CORRUPT,
    /** Whole records. */
    PAYLOAD
  }

  /** All rows of some columns. */
  public static ReadPlan of(TfRecordReadOptions options, StructType output, StructType partitions) {
    return new ReadPlan(
        options,
        output,
        partitions,
        new StructType(),
        new StructType(),
        List.of(),
        RecordRanges.ALL,
        RecordRanges.ALL,
        null,
        Long.MAX_VALUE);
  }

  /** The same, where directories show these columns. */
  public ReadPlan withPartitions(StructType found) {
    return new ReadPlan(
        options, output, found, checked, tested, tests, numbers, offsets, sample, limit);
  }

  /**
   * Who looks for damaged records finds them all: what is undecodable, decoding shows.
   *
   * @param schema all columns
   * @param required the columns that are asked for
   * @return the features to decode, shown or not
   */
  public static StructType checked(
      TfRecordReadOptions options, StructType schema, StructType required, StructType partitions) {
    ReadPlan all = of(options, schema, partitions);
    boolean showsDamage =
        options.mode() == ParseMode.PERMISSIVE
            && Stream.of(required.fields()).anyMatch(field -> all.role(field) == Role.CORRUPT);
    return new StructType(
        Stream.of(schema.fields())
            .filter(field -> showsDamage && all.role(field) == Role.FEATURE)
            .toArray(StructField[]::new));
  }

  /** What a column of the output shows. */
  public Role role(StructField field) {
    String name = field.name();
    if (List.of(partitions.fieldNames()).contains(name)) {
      return Role.PARTITION;
    }
    if (name.equals(METADATA) && field.dataType() instanceof StructType) {
      return Role.METADATA;
    }
    boolean isPayload = options.recordType() == RecordType.BYTE_ARRAY;
    // Other modes have no damage to show, and then a feature may well have this name.
    boolean showsDamage = isPayload || options.mode() == ParseMode.PERMISSIVE;
    if (showsDamage && name.equals(options.corruptColumn())) {
      return Role.CORRUPT;
    }
    return isPayload ? Role.PAYLOAD : Role.FEATURE;
  }

  /** Whether the number of each record is asked for. */
  public boolean showsNumbers() {
    for (StructField field : output.fields()) {
      if (role(field) == Role.METADATA) {
        return List.of(((StructType) field.dataType()).fieldNames()).contains(RecordMetadata.INDEX);
      }
    }
    return false;
  }

  /** Whether records are dropped before they are decoded. */
  public boolean picks() {
    return !numbers.isAll() || !offsets.isAll() || sample != null;
  }
}
