package io.s3dlio.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark's text source is the judge: it has the same hidden column. */
final class FileMetadataColumnTest {

  private static final StructField RECORD =
      new StructField("record_index", DataTypes.LongType, true, Metadata.empty());

  @TempDir Path directory;

  @Test
  void fieldsAreThoseOfSpark() throws IOException {
    Path file = directory.resolve("k=a b%25/ü #+.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "line");
    LocalSpark.session();
    SourceOptions options = SourceOptions.of("test", java.util.Map.of(), List.of());
    ListedFile listed =
        FileListing.of(new Configuration(), options)
            .list(List.of(directory.toString()))
            .get(0)
            .files()
            .get(0);
    FileSlice slice =
        FileSlice.whole(new SourceFile(listed, new GenericInternalRow(new Object[0])));
    Row theirs =
        LocalSpark.session()
            .read()
            .text(directory.toString())
            .selectExpr("_metadata.*", "unix_micros(_metadata.file_modification_time)")
            .head();
    StructType type = FileMetadataColumn.with(List.of()).type();
    for (StructField field : type.fields()) {
      StructField its = theirs.schema().apply(field.name());
      assertThat(field.dataType()).isEqualTo(its.dataType());
      boolean isTime = field.name().equals("file_modification_time");
      Object value = isTime ? theirs.get(theirs.length() - 1) : theirs.getAs(field.name());
      Object ours = FileMetadataColumn.value(field.name(), slice);
      assertThat(ours instanceof Long ? ours : ours.toString()).as(field.name()).isEqualTo(value);
    }
    assertThatThrownBy(() -> FileMetadataColumn.value("row_index", slice))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyFieldsAskedForAreMade() {
    SourceFile file =
        new SourceFile(ListedFile.of("file:/x/y", 9, 1), new GenericInternalRow(new Object[0]));
    FileMetadataColumn column = FileMetadataColumn.with(List.of(RECORD));
    assertThat(column.name()).isEqualTo("_metadata");
    assertThat(column.type().fieldIndex("record_index")).isEqualTo(6);
    StructType required = new StructType().add(RECORD).add("file_size", DataTypes.LongType);
    StructVector vector =
        FileMetadataColumn.vector(
            required,
            new FileSlice(file, 2, 5),
            field -> new ConstantVector(field.dataType(), 77L));
    assertThat(vector.getChild(0).getLong(3)).isEqualTo(77);
    assertThat(vector.getChild(1).getLong(3)).isEqualTo(9);
    assertThatThrownBy(() -> new FileSlice(file, 5, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
