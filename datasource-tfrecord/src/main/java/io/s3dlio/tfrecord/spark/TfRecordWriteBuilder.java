package io.s3dlio.tfrecord.spark;

import static org.apache.spark.sql.functions.not;

import io.s3dlio.tfrecord.spark.option.WriteErrors;
import io.s3dlio.tfrecord.spark.v1.TfRecordFileFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsOverwrite;
import org.apache.spark.sql.connector.write.V1Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.sources.InsertableRelation;

/**
 * Writes by SQL into a table of Spark 4's catalog: hands the rows to {@link TfRecordFileFormat},
 * and so to the machinery that serves {@code df.write}.
 *
 * <p>{@code INSERT OVERWRITE} replaces the whole table, or one static partition of it whose columns
 * are the outermost ones. Dynamic overwrite by SQL Spark does not offer to V1 writers; {@code
 * df.write} does it.
 */
final class TfRecordWriteBuilder implements SupportsOverwrite {

  private final Map<String, String> options;
  private final String path;
  private final List<String> partitionColumns;
  private StaticPartition partition = StaticPartition.NONE;
  private SaveMode mode = SaveMode.Append;

  /**
   * A write into a table.
   *
   * @param info what Spark says about the rows
   * @param options of the table; those of the write go before them
   * @param paths of the table: one, or else it cannot be written
   * @param partitionColumns by name, outermost first
   */
  TfRecordWriteBuilder(
      LogicalWriteInfo info,
      Map<String, String> options,
      List<String> paths,
      List<String> partitionColumns) {
    if (paths.size() != 1) {
      throw WriteErrors.SEVERAL_PATHS.exception("paths", String.join(", ", paths));
    }
    this.path = paths.get(0);
    this.partitionColumns = List.copyOf(partitionColumns);
    this.options = new HashMap<>(options);
    info.options().keySet().forEach(name -> this.options.keySet().removeIf(name::equalsIgnoreCase));
    this.options.putAll(info.options().asCaseSensitiveMap());
    this.options.keySet().removeIf(TfRecordWriteBuilder::isPath);
  }

  private static boolean isPath(String option) {
    return option.equalsIgnoreCase("path") || option.equalsIgnoreCase("paths");
  }

  @Override
  public WriteBuilder truncate() {
    mode = SaveMode.Overwrite;
    return this;
  }

  /** Whether the filters name one partition by its outermost columns. */
  @Override
  public boolean canOverwrite(Filter[] filters) {
    return StaticPartition.of(filters, partitionColumns).isPresent();
  }

  @Override
  public WriteBuilder overwrite(Filter[] filters) {
    partition = StaticPartition.of(filters, partitionColumns).orElseThrow();
    return truncate();
  }

  @Override
  public V1Write build() {
    return new V1Write() {
      @Override
      public InsertableRelation toInsertableRelation() {
        // Spark says "do not overwrite" here in all cases: it has told the builder before.
        return (rows, overwrites) -> save(rows);
      }
    };
  }

  private void save(Dataset<Row> rows) {
    List<String> fixed = partition.columns();
    String target = fixed.isEmpty() ? path : path + "/" + partition.directory();
    if (mode == SaveMode.Overwrite
        && TablesRead.overlap(rows.queryExecution().analyzed(), target)) {
      throw WriteErrors.OVERWRITES_SOURCE.exception("path", target);
    }
    // Of INSERT ... PARTITION Spark knows that they are, and runs nothing.
    if (!fixed.isEmpty() && !rows.where(not(partition.contains())).isEmpty()) {
      throw WriteErrors.OTHER_PARTITION.exception("partition", partition.directory());
    }
    DataFrameWriter<Row> writer =
        rows.drop(fixed.toArray(String[]::new))
            .write()
            .format(TfRecordFileFormat.class.getName())
            .options(options)
            // Whatever the session says: what is to be replaced is known here.
            .option("partitionOverwriteMode", "static")
            .mode(mode);
    List<String> others = partitionColumns.subList(fixed.size(), partitionColumns.size());
    if (!others.isEmpty()) {
      writer = writer.partitionBy(others.toArray(String[]::new));
    }
    writer.save(target);
  }
}
