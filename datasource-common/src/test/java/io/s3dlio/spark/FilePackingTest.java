package io.s3dlio.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.junit.jupiter.api.Test;

final class FilePackingTest {

  private static List<List<Long>> pack(FilePacking packing, Long... sizes) {
    return packing.pack(List.of(sizes), size -> size);
  }

  @Test
  void tasksAreFilledInOrder() {
    FilePacking packing = new FilePacking(10, 1, OptionalInt.empty());
    assertThat(pack(packing, 4L, 4L, 4L, 10L, 1L, 1L))
        .containsExactly(List.of(4L, 4L), List.of(4L), List.of(10L), List.of(1L, 1L));
    assertThat(pack(packing)).isEmpty();
    assertThat(pack(packing, 0L, 0L, 0L)).containsExactly(List.of(0L, 0L, 0L));
  }

  @Test
  void thereAreNoMoreTasksThanAllowed() {
    FilePacking packing = new FilePacking(10, 0, OptionalInt.of(2));
    assertThat(pack(packing, 10L, 10L, 10L, 10L))
        .containsExactly(List.of(10L, 10L), List.of(10L, 10L));
  }

  @Test
  void settingsAreSparks() {
    SparkSession spark = LocalSpark.session();
    long mib = 1 << 20;
    assertThat(FilePacking.ofSession(spark, 1024 * mib, 1))
        .isEqualTo(new FilePacking(128 * mib, 4 * mib, OptionalInt.empty()));
    assertThat(FilePacking.ofSession(spark, 20 * mib, 1).maxBytes())
        .as("two cores share what there is")
        .isEqualTo(12 * mib);
    assertThat(FilePacking.ofSession(spark, 1, 1).maxBytes()).isEqualTo(4 * mib);
    spark.conf().set("spark.sql.files.minPartitionNum", "8");
    spark.conf().set("spark.sql.files.maxPartitionNum", "100");
    spark.conf().set("spark.sql.files.openCostInBytes", "0");
    spark.conf().set("spark.sql.files.maxPartitionBytes", "1m");
    try {
      assertThat(FilePacking.ofSession(spark, 80, 1))
          .isEqualTo(new FilePacking(10, 0, OptionalInt.of(100)));
      assertThat(FilePacking.ofSession(spark, 80 * mib, 1).maxBytes()).isEqualTo(mib);
    } finally {
      spark.conf().unset("spark.sql.files.minPartitionNum");
      spark.conf().unset("spark.sql.files.maxPartitionNum");
      spark.conf().unset("spark.sql.files.openCostInBytes");
      spark.conf().unset("spark.sql.files.maxPartitionBytes");
    }
  }

  @Test
  void hostsAreThoseThatHoldMost() {
    ListedFile file =
        new ListedFile(
            "hdfs://n/f",
            100,
            0,
            "",
            List.of(
                new ListedFile.Block(0, 50, List.of("a", "b")),
                new ListedFile.Block(50, 50, List.of("b", "c", "d"))));
    SourceFile source = new SourceFile(file, new GenericInternalRow(new Object[0]));
    assertThat(FilePacking.hosts(List.of(FileSlice.whole(source)))).containsExactly("b", "a", "c");
    assertThat(FilePacking.hosts(List.of(new FileSlice(source, 60, 10))))
        .containsExactly("b", "c", "d");
    assertThat(FilePacking.hosts(List.of(new FileSlice(source, 0, 0)))).isEmpty();
  }
}
