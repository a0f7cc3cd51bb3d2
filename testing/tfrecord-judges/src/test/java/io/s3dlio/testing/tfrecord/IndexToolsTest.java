package io.s3dlio.testing.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.tfrecord.RecordCompression;
import io.s3dlio.tfrecord.hadoop.DataFile;
import io.s3dlio.tfrecord.hadoop.DataFiles;
import io.s3dlio.tfrecord.hadoop.FileIndexer;
import io.s3dlio.tfrecord.hadoop.IndexFiles;
import io.s3dlio.tfrecord.hadoop.IndexPlan;
import io.s3dlio.tfrecord.index.IndexFormat;
import io.s3dlio.tfrecord.index.IndexNames;
import io.s3dlio.tfrecord.index.RecordIndex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index makers of DALI, vahidk/tfrecord and s3dlio against ours, and s3dlio's own records. */
@Tag("external")
final class IndexToolsTest {

  @TempDir Path directory;

  private final Configuration settings = new Configuration();
  private final List<byte[]> payloads = payloads();
  private Path data = Path.of("");
  private Path ours = Path.of("");

  @BeforeEach
  void index() throws Exception {
    data = directory.resolve("data.tfrecord");
    Ours.write(data, RecordCompression.NONE, payloads);
    new FileIndexer(settings, IndexPlan.DEFAULT.with(Set.of(IndexFormat.TEXT))).index(file());
    ours = directory.resolve(IndexNames.hidden("data.tfrecord", IndexFormat.TEXT));
  }

  @Test
  void dalisIsTheSame() throws Exception {
    Path theirs = directory.resolve("data.idx");
    Tools.run(Tools.python(), Tools.tfrecord2idx().toString(), data.toString(), theirs.toString());
    check(theirs);
  }

  @Test
  void vahidksIsTheSame() throws Exception {
    Path theirs = directory.resolve("data.tfindex");
    Tools.run(
        Tools.python(), "-m", "tfrecord.tools.tfrecord2idx", data.toString(), theirs.toString());
    check(theirs);
  }

  @Test
  void s3dliosIsTheSame() throws Exception {
    Path theirs = directory.resolve("data.tfrecord.idx");
    Tools.run(
        Tools.python(),
        "-c",
        "import sys, s3dlio; s3dlio.create_tfrecord_index(sys.argv[1])",
        data.toString());
    check(theirs);
  }

  /** Its generator once wrote plain CRC-32; in 0.10.0 it follows the format. */
  @Test
  void s3dliosRecordsAreRead() throws Exception {
    Tools.run(
        Tools.python(),
        "-c",
        "import sys, s3dlio;"
            + " s3dlio.put(sys.argv[1], 1, 'made-{}.tfrecord', size=20000, object_type='tfrecord')",
        directory.toUri().toString());
    List<byte[]> records = Ours.read(directory.resolve("made-0.tfrecord"));
    assertThat(records).hasSize(1);
    assertThat(records.get(0)).hasSize(20_000);
  }

  /** Byte for byte the text of ours, and when it is alone beside the data, found and believed. */
  private void check(Path theirs) throws Exception {
    assertThat(theirs).hasSameBinaryContentAs(ours);
    Files.delete(ours);
    IndexFiles files = new IndexFiles(settings);
    RecordIndex index = files.read(files.find(file().file()).orElseThrow(), file().file());
    assertThat(index.count()).isEqualTo(payloads.size());
    assertThat(index.fileLength()).isEqualTo(Files.size(data));
  }

  private DataFile file() throws Exception {
    return DataFiles.list(settings, List.of(data.toString())).get(0);
  }

  private static List<byte[]> payloads() {
    Samples samples = new Samples(61);
    return new ArrayList<>(
        Stream.concat(
                Stream.generate(() -> samples.example().toByteArray()).limit(300),
                Stream.of(new byte[0], new byte[1_000_000]))
            .toList());
  }
}
