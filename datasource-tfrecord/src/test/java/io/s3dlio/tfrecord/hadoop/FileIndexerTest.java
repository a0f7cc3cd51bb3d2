package io.s3dlio.tfrecord.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.spark.ListedFile;
import io.s3dlio.store.UnsupportedFormatException;
import io.s3dlio.tfrecord.CorruptRecordException;
import io.s3dlio.tfrecord.MaskedCrc32c;
import io.s3dlio.tfrecord.RecordCompression;
import io.s3dlio.tfrecord.hadoop.FileSummary.Outcome;
import io.s3dlio.tfrecord.hadoop.IndexPlan.Existing;
import io.s3dlio.tfrecord.index.IndexFormat;
import io.s3dlio.tfrecord.index.IndexRefusedException;
import io.s3dlio.tfrecord.index.RecordIndex;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexes are written beside their files, kept while they are right, and refused when not. */
final class FileIndexerTest {
  private final Configuration settings = new Configuration();
  private final IndexFiles indexes = new IndexFiles(settings);
  private final Path folder;

  FileIndexerTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void bothIndexesLieBesideTheFileUnderHiddenNames() throws Exception {
    TfRecordFiles.write(folder.resolve("a.tfrecord"), 10, 20);
    FileSummary summary = index(IndexPlan.DEFAULT).get(0);
    assertThat(summary.outcome()).isEqualTo(Outcome.DONE);
    assertThat(summary.records()).isEqualTo(2);
    assertThat(summary.bytes()).isEqualTo(62);
    assertThat(summary.least()).isEqualTo(26);
    assertThat(summary.greatest()).isEqualTo(36);
    assertThat(folder.resolve("_a.tfrecord.idx")).hasContent("0 26\n26 36\n");
    assertThat(names()).containsOnly("a.tfrecord", "_a.tfrecord.idx", "_a.tfrecord.s3idx");
    ListedFile data = only();
    RecordIndex read = indexes.read(indexes.find(data).orElseThrow(), data);
    assertThat(read.offset(1)).isEqualTo(26);
    assertThat(indexes.find(data).orElseThrow().name()).isEqualTo("_a.tfrecord.s3idx");
  }

  @Test
  void largeAndSmallAndEmptyRecordsAreFound() throws Exception {
    int[] payloads = {0, 300_000, 1, 70_000, 40_000, 0, 0, 5_000_000, 12};
    TfRecordFiles.write(folder.resolve("a"), payloads);
    index(IndexPlan.DEFAULT);
    RecordIndex read = indexes.read(indexes.find(only()).orElseThrow(), only());
    assertThat(read.count()).isEqualTo(payloads.length);
    for (int i = 0; i < payloads.length; i++) {
      assertThat(read.size(i)).isEqualTo(payloads[i] + 16);
    }
  }

  @Test
  void anEmptyFileHasAnEmptyIndex() throws Exception {
    Files.createFile(folder.resolve("a"));
    assertThat(index(IndexPlan.DEFAULT).get(0).records()).isZero();
    assertThat(folder.resolve("_a.idx")).isEmptyFile();
    assertThat(indexes.count(indexes.find(only()).orElseThrow(), only())).isZero();
  }

  @Test
  void whatIsUpToDateStaysAndWhatIsMissingIsWrittenFromTheOther() throws Exception {
    TfRecordFiles.write(folder.resolve("a"), 10, 20);
    index(IndexPlan.DEFAULT.with(EnumSet.of(IndexFormat.COMPACT)));
    // A file that cannot be read any more shows that its bytes are not asked for.
    byte[] bytes = Files.readAllBytes(folder.resolve("a"));
    FileTime time = Files.getLastModifiedTime(folder.resolve("a"));
    Files.write(folder.resolve("a"), new byte[bytes.length]);
    Files.setLastModifiedTime(folder.resolve("a"), time);
    assertThat(index(IndexPlan.DEFAULT).get(0).outcome()).isEqualTo(Outcome.DONE);
    assertThat(folder.resolve("_a.idx")).hasContent("0 26\n26 36\n");
    assertThat(index(IndexPlan.DEFAULT).get(0).outcome()).isEqualTo(Outcome.UP_TO_DATE);
    DataFile named = DataFiles.list(settings, List.of(folder + "/a")).get(0);
    assertThat(new FileIndexer(settings, IndexPlan.DEFAULT).index(named).outcome())
        .isEqualTo(Outcome.UP_TO_DATE);
    assertThatThrownBy(() -> index(IndexPlan.DEFAULT.with(Existing.REPLACE)))
        .isInstanceOf(CorruptRecordException.class);
  }

  @Test
  void aFileWrittenAnewIsIndexedAnew() throws Exception {
    TfRecordFiles.write(folder.resolve("a"), 10, 20);
    index(IndexPlan.DEFAULT);
    TfRecordFiles.write(folder.resolve("a"), 20, 10);
    isNewer(folder.resolve("a"));
    assertThat(index(IndexPlan.DEFAULT).get(0).outcome()).isEqualTo(Outcome.DONE);
    assertThat(folder.resolve("_a.idx")).hasContent("0 36\n36 26\n");
  }

  @Test
  void aStaleIndexIsRefusedNotBelieved() throws Exception {
    TfRecordFiles.write(folder.resolve("a"), 10, 20);
    index(IndexPlan.DEFAULT);
    ListedFile compact = indexes.find(only()).orElseThrow();
    // The same length, other borders.
    TfRecordFiles.write(folder.resolve("a"), 20, 10);
    isNewer(folder.resolve("a"));
    assertThatThrownBy(() -> indexes.read(compact, only()))
        .isInstanceOf(IndexRefusedException.class)
        .hasMessageContaining("no header of such a record is there");
    assertThatThrownBy(() -> indexes.count(compact, only()))
        .isInstanceOf(IndexRefusedException.class);
    Files.delete(folder.resolve("_a.s3idx"));
    assertThatThrownBy(() -> indexes.read(indexes.find(only()).orElseThrow(), only()))
        .isInstanceOf(IndexRefusedException.class)
        .hasMessageContaining("_a.idx is refused");
  }

  @Test
  void anOlderCompactIndexThatIsRightIsBelieved() throws Exception {
    TfRecordFiles.write(folder.resolve("a"), 10, 20);
    index(IndexPlan.DEFAULT);
    isNewer(folder.resolve("a"));
    ListedFile compact = indexes.find(only()).orElseThrow();
    assertThat(compact.modifiedMillis()).isLessThan(only().modifiedMillis());
    assertThat(indexes.count(compact, only())).isEqualTo(2);
  }

  @Test
  void aFileThatIsNotRightLeavesNothing() throws Exception {
    byte[] bytes = Files.readAllBytes(TfRecordFiles.write(folder.resolve("a"), 10, 20, 30));
    for (int length = 1; length < bytes.length; length++) {
      Files.write(folder.resolve("a"), Arrays.copyOf(bytes, length));
      if (length == 26 || length == 62) {
        continue; // A record's border.
      }
      assertThatThrownBy(() -> index(IndexPlan.DEFAULT)).isInstanceOf(CorruptRecordException.class);
      assertThat(names()).containsOnly("a");
    }
  }

  @Test
  void aCompressedFileIsRefused() throws Exception {
    for (RecordCompression compression : RecordCompression.values()) {
      if (compression != RecordCompression.NONE) {
        TfRecordFiles.write(folder.resolve("a"), compression, 1000, 2000);
        assertThatThrownBy(() -> index(IndexPlan.DEFAULT))
            .isInstanceOf(UnsupportedFormatException.class)
            .hasMessageContaining("is compressed (" + compression.label());
        assertThat(names()).containsOnly("a");
      }
    }
  }

  /** 64 GiB in 16 records: nobody has read that in a second, or has it in memory. */
  @Test
  void aHugeFileIsIndexedByItsHeaders() throws Exception {
    long payload = 4L << 30;
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("a").toFile(), "rw")) {
      ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
      header.putLong(payload).putInt(MaskedCrc32c.ofLength(payload));
      for (int i = 0; i < 16; i++) {
        file.seek(i * (payload + 16));
        file.write(header.array());
      }
      file.setLength(16 * (payload + 16));
    }
    FileSummary summary = index(IndexPlan.DEFAULT).get(0);
    assertThat(summary.records()).isEqualTo(16);
    assertThat(summary.least()).isEqualTo(payload + 16).isEqualTo(summary.greatest());
  }

  /** No program but s3dlio is known to read it. */
  @Test
  void the16ByteFormIsWrittenOnlyWhenItIsAskedFor() throws Exception {
    TfRecordFiles.write(folder.resolve("a"), 10);
    index(IndexPlan.DEFAULT);
    assertThat(names()).containsOnly("a", "_a.idx", "_a.s3idx");
    index(IndexPlan.DEFAULT.with(Set.of(IndexFormat.BINARY16)));
    assertThat(folder.resolve("_a.bin.idx")).hasSize(16);
  }

  @Test
  void namesWithBlanksAndSignsAreNames() throws Exception {
    for (String name : new String[] {"a b", "k=v", "100%", "a+b", "ä"}) {
      TfRecordFiles.write(folder.resolve(name), 10);
    }
    for (FileSummary summary : index(IndexPlan.DEFAULT)) {
      assertThat(summary.outcome()).isEqualTo(Outcome.DONE);
    }
    assertThat(index(IndexPlan.DEFAULT)).hasSize(5);
    assertThat(names()).contains(".k=v.s3idx", "_100%.idx", "_a b.idx", "_ä.idx");
  }

  @Test
  void theCacheForgetsTheLeastRecentlyUsed() throws Exception {
    IndexCache cache = new IndexCache(1000);
    TfRecordFiles.write(folder.resolve("a"), 10, 20);
    index(IndexPlan.DEFAULT);
    RecordIndex index = indexes.read(indexes.find(only()).orElseThrow(), only());
    for (int i = 0; i < 20; i++) {
      cache.put(ListedFile.of("i" + i, 1, 1), only(), index);
      cache.find(ListedFile.of("i0", 1, 1), only());
    }
    assertThat(cache.bytes()).isBetween(500L, 1000L);
    assertThat(cache.find(ListedFile.of("i0", 1, 1), only())).isPresent();
    assertThat(cache.find(ListedFile.of("i1", 1, 1), only())).isEmpty();
    assertThat(cache.find(ListedFile.of("i19", 1, 1), only())).isPresent();
    assertThat(cache.find(ListedFile.of("i19", 1, 2), only())).isEmpty();
  }

  private List<FileSummary> index(IndexPlan plan) throws IOException {
    FileIndexer indexer = new FileIndexer(settings, plan);
    List<FileSummary> summaries = new ArrayList<>();
    for (DataFile file : DataFiles.list(settings, List.of(folder.toString()))) {
      summaries.add(indexer.index(file));
    }
    return summaries;
  }

  private ListedFile only() throws IOException {
    return DataFiles.list(settings, List.of(folder.toString())).get(0).file();
  }

  /** All that is there but for Hadoop's own checksum files. */
  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .toList();
    }
  }

  private static void isNewer(Path file) throws IOException {
    long millis = System.currentTimeMillis() + 5000;
    Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
  }
}
