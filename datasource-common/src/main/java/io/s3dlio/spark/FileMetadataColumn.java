package io.s3dlio.spark;

import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The hidden column {@code _metadata}: a struct of Spark's own fields of a file, with the same
 * names, types and values, and of fields of the source behind them.
 */
public final class FileMetadataColumn implements MetadataColumn {

  /** The column's name. */
  public static final String NAME = "_metadata";

  private final StructType type;

  private FileMetadataColumn(StructType type) {
    this.type = type;
  }

  /**
   * The column of a source.
   *
   * @param own the source's fields, such as {@code record_index}
   */
  public static FileMetadataColumn with(List<StructField> own) {
    StructType type =
        new StructType()
            .add("file_path", DataTypes.StringType, false)
            .add("file_name", DataTypes.StringType, false)
            .add("file_size", DataTypes.LongType, false)
            .add("file_block_start", DataTypes.LongType, false)
            .add("file_block_length", DataTypes.LongType, false)
            .add("file_modification_time", DataTypes.TimestampType, false);
    for (StructField field : own) {
      type = type.add(field);
    }
    return new FileMetadataColumn(type);
  }

  /** All fields. */
  public StructType type() {
    return type;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public DataType dataType() {
    return type;
  }

  @Override
  public boolean isNullable() {
    return false;
  }

  @Override
  public String comment() {
    return "The file and the place in it that a row is of.";
  }

  /** Whether a field is one of Spark's, the same for all rows of a slice. */
  public static boolean isOfFile(String field) {
    return field.startsWith("file_");
  }

  /**
   * The value of one of Spark's fields in Spark's internal form.
   *
   * @throws IllegalArgumentException for any other field
   */
  public static Object value(String field, FileSlice slice) {
    ListedFile file = slice.source().file();
    return switch (field) {
      case "file_path" -> UTF8String.fromString(uri(file).toString());
      case "file_name" -> {
        String path = uri(file).toString();
        yield UTF8String.fromString(path.substring(path.lastIndexOf('/') + 1));
      }
      case "file_size" -> file.length();
      case "file_block_start" -> slice.start();
      case "file_block_length" -> slice.length();
      case "file_modification_time" -> Math.multiplyExact(file.modifiedMillis(), 1000L);
      default -> throw new IllegalArgumentException("no field of a file: " + field);
    };
  }

  /** The path with its escapes, as Spark shows it. */
  private static URI uri(ListedFile file) {
    return file.toPath().toUri();
  }

  /**
   * The column for the rows of one slice, with no more fields than are asked for.
   *
   * @param required some of the fields, in any order
   * @param own makes the vector of a field of the source
   */
  public static StructVector vector(
      StructType required, FileSlice slice, Function<StructField, ColumnVector> own) {
    ColumnVector[] fields = new ColumnVector[required.fields().length];
    for (int i = 0; i < fields.length; i++) {
      StructField field = required.fields()[i];
      fields[i] =
          isOfFile(field.name())
              ? new ConstantVector(field.dataType(), value(field.name(), slice))
              : own.apply(field);
    }
    return new StructVector(required, fields);
  }
}
