package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ObjectStat;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.StreamStatisticNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The builders of createFile and openFile, bulk delete, sync calls and counters. */
class BuilderTest {

  private String base;
  private StoreFileSystem34 files;

  @BeforeEach
  void open() throws IOException {
    base = TestFiles.memoryBucket();
    files = (StoreFileSystem34) TestFiles.open(base, TestFiles.configuration());
    TestFiles.write(files, base + "/file", TestFiles.data(1000, 1));
  }

  @AfterEach
  void close() throws IOException {
    files.close();
  }

  private static void finish(FSDataOutputStream out) throws IOException {
    out.write(7);
    out.close();
  }

  @Test
  void aConditionalCreateKeepsWhatIsThere() throws IOException {
    FSDataOutputStream out =
        files
            .createFile(new Path(base + "/file"))
            .must(StoreOutputStreamBuilder.IF_ABSENT, true)
            .build();
    assertThatThrownBy(() -> finish(out)).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aConditionOnAVersionIsJudgedAtClose() throws IOException {
    Path path = new Path(base + "/file");
    String etag = ((EtagSource) files.getFileStatus(path)).getEtag();
    finish(files.createFile(path).must(StoreOutputStreamBuilder.IF_MATCH, etag).build());
    FSDataOutputStream stale =
        files.createFile(path).must(StoreOutputStreamBuilder.IF_MATCH, etag).build();
    assertThatThrownBy(() -> finish(stale))
        .isInstanceOf(io.s3dlio.store.PreconditionFailedException.class);
    assertThat(TestFiles.read(files, base + "/file")).containsExactly(7);
  }

  @Test
  void headersAreKept() throws IOException {
    Path path = new Path(base + "/page");
    finish(
        files
            .createFile(path)
            .must(StoreOutputStreamBuilder.CONTENT_TYPE, "text/html")
            .must(StoreOutputStreamBuilder.HEADER + "cache-control", "no-store")
            .build());
    ObjectStat stat = files.mount().store().stat("page");
    assertThat(stat.headers())
        .containsEntry("content-type", "text/html")
        .containsEntry("cache-control", "no-store");
  }

  @Test
  void anUnknownMustIsRefused() {
    Path path = new Path(base + "/other");
    assertThatThrownBy(() -> files.createFile(path).must("fs.unknown.option", true).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> files.openFile(path).must("fs.unknown.option", true).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCreateThatIsNotRecursiveWantsItsParent() throws IOException {
    Path path = new Path(base + "/none/file");
    assertThatThrownBy(() -> files.createFile(path).build())
        .isInstanceOf(FileNotFoundException.class);
    finish(files.createFile(path).recursive().build());
    finish(files.createFile(new Path(base + "/none/second")).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000", "1000.0", "-1", "4.32E61", "NaN", "nonsense"})
  void aLengthOfAnySpellingIsTolerated(String length) throws Exception {
    try (FSDataInputStream in =
        files
            .openFile(new Path(base + "/file"))
            .must("fs.option.openfile.length", length)
            .opt("fs.option.openfile.read.policy", "unknown, vector, random")
            .build()
            .get()) {
      assertThat(in.readAllBytes()).isEqualTo(TestFiles.data(1000, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10", "1000", "4000", "-1", "nonsense"})
  void whatStandsBehindASplitsEndCanBeReadAllTheSame(String end) throws Exception {
    try (FSDataInputStream in =
        files
            .openFile(new Path(base + "/file"))
            .must("fs.option.openfile.split.end", end)
            .opt("fs.option.openfile.read.policy", "sequential")
            .build()
            .get()) {
      assertThat(in.readAllBytes()).isEqualTo(TestFiles.data(1000, 1));
    }
  }

  @Test
  void aMissingFileFailsTheFutureAndNotTheBuilder() {
    Path path = new Path(base + "/none");
    assertThatThrownBy(() -> files.openFile(path).build().get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(FileNotFoundException.class);
  }

  @Test
  void syncCallsWarnOrFailAsTold() throws IOException {
    try (FSDataOutputStream out = files.create(new Path(base + "/log"))) {
      out.write(1);
      out.hflush();
      out.hsync();
      assertThat(out.hasCapability("hflush")).isFalse();
      assertThat(out.hasCapability("hsync")).isFalse();
    }
    var strict = TestFiles.configuration();
    strict.set("fs.s3dlio.hadoop.sync", "fail");
    try (FileSystem failing = TestFiles.open(base, strict);
        FSDataOutputStream out = failing.create(new Path(base + "/log"))) {
      assertThatThrownBy(out::hflush).isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(out::hsync).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void countersCountWhatWasDelivered() throws IOException {
    IOStatistics counted;
    try (FSDataInputStream in = files.open(new Path(base + "/file"))) {
      counted = in.getIOStatistics();
      in.seek(500);
      assertThat(in.readNBytes(100)).hasSize(100);
    }
    assertThat(counted.counters()).containsEntry(StreamStatisticNames.STREAM_READ_BYTES, 100L);
    assertThat(Objects.requireNonNull(files.getIOStatistics()).counters())
        .containsEntry(StreamStatisticNames.STREAM_READ_BYTES, 100L)
        .containsEntry("op_open", 1L)
        .containsEntry("object_put_request", 1L);
  }
}
