package io.s3dlio.tfrecord.spark.plan;

import io.s3dlio.tfrecord.example.FeatureDepth;
import io.s3dlio.tfrecord.example.RecordType;
import io.s3dlio.tfrecord.spark.option.TfRecordErrors;
import io.s3dlio.tfrecord.spark.option.TfRecordReadOptions;
import io.s3dlio.tfrecord.spark.read.ReadPlan;
import io.s3dlio.tfrecord.spark.row.TypeMapping;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Which columns can be read from which records. No instance. */
public final class ReadColumns {

  private ReadColumns() {}

  /**
   * Refuses columns that no record of the type can have, and one that is there twice.
   *
   * @param schema the table's
   * @param partitions columns that come from directories, of any type
   */
  public static void check(TfRecordReadOptions options, StructType schema, StructType partitions) {
    ReadPlan plan = ReadPlan.of(options, schema, partitions);
    Set<String> names = new HashSet<>();
    for (StructField field : schema.fields()) {
      Optional<String> twice =
          names.add(field.name()) ? Optional.empty() : Optional.of("the schema has it twice");
      twice
          .or(() -> problem(options.recordType(), plan.role(field), field))
          .ifPresent(
              reason -> {
                throw TfRecordErrors.BAD_COLUMN.exception(
                    "column",
                    field.name(),
                    "type",
                    field.dataType().simpleString(),
                    "recordType",
                    options.recordType().text(),
                    "reason",
                    reason);
              });
    }
  }

  private static Optional<String> problem(RecordType type, ReadPlan.Role role, StructField field) {
    return switch (role) {
      case PARTITION, METADATA -> Optional.empty();
      case CORRUPT -> bytes(field.dataType(), "damaged records are shown as string or binary");
      case PAYLOAD ->
          field.name().equalsIgnoreCase(ReadPlan.BYTE_ARRAY)
              ? bytes(field.dataType(), "records are string or binary")
              : Optional.of("the only column is " + ReadPlan.BYTE_ARRAY);
      case FEATURE -> feature(type, field.dataType());
    };
  }

  private static Optional<String> bytes(DataType type, String reason) {
    return type instanceof StringType || type instanceof BinaryType
        ? Optional.empty()
        : Optional.of(reason);
  }

  private static Optional<String> feature(RecordType recordType, DataType type) {
    Optional<TypeMapping.FeatureType> feature = TypeMapping.of(type);
    if (feature.isEmpty()) {
      return Optional.of("features hold numbers, text, bytes, and arrays of these");
    }
    return feature.get().depth() == FeatureDepth.LIST_OF_LISTS && recordType == RecordType.EXAMPLE
        ? Optional.of("arrays of arrays are in records of recordType SequenceExample")
        : Optional.empty();
  }
}
