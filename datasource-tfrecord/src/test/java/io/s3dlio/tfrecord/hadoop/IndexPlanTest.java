package io.s3dlio.tfrecord.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.tfrecord.hadoop.IndexPlan.Existing;
import io.s3dlio.tfrecord.index.IndexFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where indexes go that are for others, and where they must not go. */
final class IndexPlanTest {
  private final Configuration settings = new Configuration();
  private final Path folder;

  IndexPlanTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** DLIO looks for {@code {data}/index/{train|valid}/FILE.idx}. */
  @Test
  void dliosLayoutCanBeWritten() throws Exception {
    Path data = folder.resolve("data");
    TfRecordFiles.write(data.resolve("train/img_0.tfrecord"), 10);
    TfRecordFiles.write(data.resolve("valid/img_0.tfrecord"), 20);
    IndexPlan plan =
        new IndexPlan(EnumSet.of(IndexFormat.TEXT), data + "/index", "", Existing.KEEP);
    for (int i = 0; i < 2; i++) {
      List<DataFile> files = DataFiles.list(settings, List.of(data.toString()));
      assertThat(files)
          .extracting(DataFile::path)
          .containsExactly("train/img_0.tfrecord", "valid/img_0.tfrecord");
      for (DataFile file : files) {
        new FileIndexer(settings, plan).index(file);
      }
    }
    assertThat(data.resolve("index/train/img_0.tfrecord.idx")).hasContent("0 26\n");
    assertThat(data.resolve("index/valid/img_0.tfrecord.idx")).hasContent("0 36\n");
  }

  @Test
  void namesCanBeChosen() throws Exception {
    TfRecordFiles.write(folder.resolve("a.tfrecord"), 10);
    DataFile file = files().get(0);
    new FileIndexer(settings, named("{stem}.tfindex")).index(file);
    assertThat(folder.resolve("a.tfindex")).hasContent("0 26\n");
    assertThat(new IndexFiles(settings).find(file.file()).orElseThrow().name())
        .isEqualTo("a.tfindex");
    Set<IndexFormat> both = IndexPlan.DEFAULT.formats();
    assertThatThrownBy(() -> new IndexPlan(both, "", "{name}.idx", Existing.KEEP))
        .hasMessageContaining("name one format");
    assertThatThrownBy(() -> named("x")).hasMessageContaining("{name} or {stem}");
  }

  /** The first would be written over its own data file, the others over another's. */
  @Test
  void aNameOfDataIsNoneOfAnIndex() {
    for (String name : List.of("{name}", "{stem}", "{stem}.tfrecord", "{name}.idx/x")) {
      assertThatThrownBy(() -> named(name)).hasMessageContaining("ends with .idx");
    }
  }

  @Test
  void noTwoIndexesGetOnePath() throws Exception {
    TfRecordFiles.write(folder.resolve("x/a.tfrecord"), 10);
    TfRecordFiles.write(folder.resolve("x/a.old"), 20);
    TfRecordFiles.write(folder.resolve("y/a.tfrecord"), 30);
    List<DataFile> all = files();
    named("{name}.idx").check(all);
    IndexPlan.DEFAULT.check(all);
    assertThatThrownBy(() -> named("{stem}.idx").check(all))
        .hasMessageContaining("the index of file:" + folder + "/x/a.tfrecord would be")
        .hasMessageEndingWith("/x/a.idx, and so is the index of file:" + folder + "/x/a.old");
    IndexPlan elsewhere =
        new IndexPlan(Set.of(IndexFormat.TEXT), folder + "/index", "", Existing.KEEP);
    elsewhere.check(all);
    List<DataFile> roots = DataFiles.list(settings, List.of(folder + "/x", folder + "/y"));
    assertThatThrownBy(() -> elsewhere.check(roots)).hasMessageContaining("/index/a.tfrecord.idx");
  }

  @Test
  void noIndexGetsThePathOfADataFile() throws Exception {
    TfRecordFiles.write(folder.resolve("a.idx"), 10);
    List<DataFile> named = DataFiles.list(settings, List.of(folder + "/a.idx"));
    assertThat(named).hasSize(1);
    assertThatThrownBy(() -> named("{stem}.idx").check(named))
        .hasMessageEndingWith("/a.idx, and so is a data file");
  }

  private static IndexPlan named(String name) {
    return new IndexPlan(Set.of(IndexFormat.TEXT), "", name, Existing.KEEP);
  }

  private List<DataFile> files() throws IOException {
    return DataFiles.list(settings, List.of(folder.toString()));
  }
}
