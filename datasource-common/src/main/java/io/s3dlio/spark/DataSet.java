package io.s3dlio.spark;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The files of a read and what their directories say of them. Immutable.
 *
 * @param partitionSchema the partition columns, from the outermost directory inwards
 * @param files in {@link ListedFile#ORDER}
 */
public record DataSet(StructType partitionSchema, List<SourceFile> files) {

  public DataSet {
    files = List.copyOf(files);
  }

  /**
   * The files that can hold rows for which a predicate is true.
   *
   * @return empty when the predicate speaks of more than partition columns
   */
  public Optional<DataSet> prune(Predicate predicate, ColumnNames names) {
    return RowFilter.of(predicate, name -> input(name, names))
        .map(
            filter ->
                new DataSet(
                    partitionSchema,
                    files.stream().filter(file -> filter.test(file.partition())).toList()));
  }

  /**
   * The files as those of a data set with these partition columns, when new files appear in it:
   * outside of its partitions they are left out, and columns it has not are not seen.
   *
   * @throws SourceException for files in partitions by other columns
   */
  public DataSet within(StructType expected, ColumnNames names) {
    StructField[] wanted = expected.fields();
    StructField[] found = partitionSchema.fields();
    if (wanted.length == 0) {
      InternalRow none = new GenericInternalRow(new Object[0]);
      return new DataSet(
          expected, files.stream().map(file -> new SourceFile(file.file(), none)).toList());
    }
    if (found.length == 0) {
      return new DataSet(expected, List.of());
    }
    boolean isSame = wanted.length == found.length;
    for (int i = 0; isSame && i < wanted.length; i++) {
      isSame =
          names.areSame(wanted[i].name(), found[i].name())
              && wanted[i].dataType().equals(found[i].dataType());
    }
    if (!isSame) {
      throw CommonErrors.PARTITION_COLUMNS.exception("paths", files.get(0).file().path());
    }
    return this;
  }

  private RowFilter.@Nullable Input input(List<String> name, ColumnNames names) {
    StructField[] fields = partitionSchema.fields();
    for (int i = 0; i < fields.length; i++) {
      if (name.size() == 1 && names.areSame(fields[i].name(), name.get(0))) {
        return new RowFilter.Input(i, fields[i].dataType());
      }
    }
    return null;
  }

  /** Bytes of all files. */
  public long bytes() {
    return files.stream().mapToLong(file -> file.file().length()).sum();
  }
}
