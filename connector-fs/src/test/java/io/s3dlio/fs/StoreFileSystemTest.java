package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a FileSystem promises on every store; Hadoop's own suites say the same at length. */
class StoreFileSystemTest {

  private static Schemes schemes;

  @BeforeAll
  static void start() throws IOException {
    schemes = new Schemes();
  }

  @AfterAll
  static void stop() throws IOException {
    schemes.close();
  }

  static Stream<String> stores() {
    return Schemes.STORES.stream();
  }

  private static FileSystem open(String base) throws IOException {
    return TestFiles.open(base, schemes.configuration());
  }

  @ParameterizedTest
  @MethodSource("stores")
  void aFileIsInvisibleUntilItIsClosedAndThenWhole(String scheme) throws IOException {
    String base = schemes.place(scheme);
    byte[] data = TestFiles.data(20 * 1024 * 1024 + 7, 1);
    try (FileSystem files = open(base)) {
      Path path = new Path(base + "/a/b/file");
      try (FSDataOutputStream out = files.create(path)) {
        out.write(data, 0, data.length - 1);
        out.write(data[data.length - 1]);
        assertThat(files.exists(path)).isFalse();
      }
      FileStatus status = files.getFileStatus(path);
      assertThat(status.getLen()).isEqualTo(data.length);
      assertThat(status.getPath()).isEqualTo(path.makeQualified(files.getUri(), null));
      assertThat(((EtagSource) status).getEtag()).isNotEmpty();
      assertThat(TestFiles.read(files, base + "/a/b/file")).isEqualTo(data);
      assertThat(files.getFileStatus(new Path(base + "/a")).isDirectory()).isTrue();
    }
  }

  /** Jobs ask for it when they collect tokens; a look-up of a bucket as a host would fail. */
  @ParameterizedTest
  @MethodSource("stores")
  void noTokensOfHadoopAreNeeded(String scheme) throws IOException {
    String base = schemes.place(scheme);
    try (FileSystem files = open(base)) {
      assertThat(files.getCanonicalServiceName()).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void anAbortedFileNeverAppears(String scheme) throws IOException {
    String base = schemes.place(scheme);
    try (FileSystem files = open(base)) {
      Path path = new Path(base + "/aborted");
      FSDataOutputStream out = files.create(path);
      out.write(TestFiles.data(9 * 1024 * 1024, 2));
      assertThat(out.abort().alreadyClosed()).isFalse();
      out.close();
      assertThat(files.exists(path)).isFalse();
      assertThat(out.abort().alreadyClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void createWithoutOverwriteKeepsWhatIsThere(String scheme) throws IOException {
    String base = schemes.place(scheme);
    try (FileSystem files = open(base)) {
      TestFiles.write(files, base + "/file", TestFiles.data(10, 3));
      FSDataOutputStream second = files.create(new Path(base + "/file"), false);
      second.write(1);
      assertThatThrownBy(second::close).isInstanceOf(FileAlreadyExistsException.class);
      assertThatThrownBy(second::close).isInstanceOf(IOException.class);
      assertThat(TestFiles.read(files, base + "/file")).isEqualTo(TestFiles.data(10, 3));
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void filesAndDirectoriesDoNotReplaceEachOther(String scheme) throws IOException {
    String base = schemes.place(scheme);
    try (FileSystem files = open(base)) {
      files.mkdirs(new Path(base + "/dir"));
      assertThatThrownBy(() -> files.create(new Path(base + "/dir")))
          .isInstanceOf(FileAlreadyExistsException.class);
      TestFiles.write(files, base + "/file", new byte[1]);
      assertThatThrownBy(() -> files.mkdirs(new Path(base + "/file")))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThatThrownBy(() -> files.mkdirs(new Path(base + "/file/below/it")))
          .isInstanceOf(ParentNotDirectoryException.class);
      assertThatThrownBy(() -> files.create(new Path(base + "/file/below")))
          .isInstanceOf(ParentNotDirectoryException.class);
      assertThatThrownBy(() -> files.open(new Path(base + "/dir")))
          .isInstanceOf(FileNotFoundException.class)
          .hasMessageContaining("is a directory");
      assertThatThrownBy(() -> files.open(new Path(base + "/none")))
          .isInstanceOf(FileNotFoundException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void listingsNameEveryEntryOnce(String scheme) throws IOException {
    String base = schemes.place(scheme);
    try (FileSystem files = open(base)) {
      TestFiles.write(files, base + "/d/one", new byte[1]);
      TestFiles.write(files, base + "/d/sub/two", new byte[2]);
      TestFiles.write(files, base + "/d/sub/deep/three", new byte[3]);
      files.mkdirs(new Path(base + "/d/empty"));
      assertThat(names(files.listStatus(new Path(base + "/d"))))
          .containsExactly("empty/", "one", "sub/");
      assertThat(names(files.listStatus(new Path(base + "/d/one")))).containsExactly("one");
      assertThat(files.listStatus(new Path(base + "/d/empty"))).isEmpty();
      assertThatThrownBy(() -> files.listStatus(new Path(base + "/none")))
          .isInstanceOf(FileNotFoundException.class);
      RemoteIterator<LocatedFileStatus> all = files.listFiles(new Path(base + "/d"), true);
      long bytes = 0;
      while (all.hasNext()) {
        LocatedFileStatus status = all.next();
        bytes += status.getLen();
        assertThat(((EtagSource) status).getEtag())
            .isEqualTo(((EtagSource) files.getFileStatus(status.getPath())).getEtag());
      }
      assertThat(bytes).isEqualTo(6);
      ContentSummary summary = files.getContentSummary(new Path(base + "/d"));
      assertThat(summary.getLength()).isEqualTo(6);
      assertThat(summary.getFileCount()).isEqualTo(3);
      assertThat(summary.getDirectoryCount()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void theLastChildLeavesItsDirectoryBehind(String scheme) throws IOException {
    String base = schemes.place(scheme);
    try (FileSystem files = open(base)) {
      TestFiles.write(files, base + "/d/only", new byte[1]);
      TestFiles.write(files, base + "/e/only", new byte[1]);
      assertThat(files.delete(new Path(base + "/d/only"), false)).isTrue();
      assertThat(files.getFileStatus(new Path(base + "/d")).isDirectory()).isTrue();
      assertThat(files.rename(new Path(base + "/e/only"), new Path(base + "/d/moved"))).isTrue();
      assertThat(files.getFileStatus(new Path(base + "/e")).isDirectory()).isTrue();
      assertThatThrownBy(() -> files.delete(new Path(base + "/d"), false))
          .isInstanceOf(PathIsNotEmptyDirectoryException.class);
      assertThat(files.delete(new Path(base + "/d"), true)).isTrue();
      assertThat(files.exists(new Path(base + "/d"))).isFalse();
      assertThat(files.delete(new Path(base + "/d"), true)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void renameSpeaksTheDialectOfHdfs(String scheme) throws IOException {
    String base = schemes.place(scheme);
    try (FileSystem files = open(base)) {
      TestFiles.write(files, base + "/src/a", TestFiles.data(3, 1));
      TestFiles.write(files, base + "/src/sub/b", TestFiles.data(4, 2));
      files.mkdirs(new Path(base + "/src/empty"));
      TestFiles.write(files, base + "/file", TestFiles.data(5, 3));
      files.mkdirs(new Path(base + "/dst"));
      List<String[]> refused =
          List.of(
              new String[] {"/none", "/x"},
              new String[] {"/file", "/src/a"},
              new String[] {"/file", "/no/parent"},
              new String[] {"/file", "/src/a/below"},
              new String[] {"/src", "/src/sub/below"},
              new String[] {"/src", "/file"});
      for (String[] pair : refused) {
        assertThat(files.rename(new Path(base + pair[0]), new Path(base + pair[1])))
            .as("%s to %s", pair[0], pair[1])
            .isFalse();
      }
      assertThat(files.rename(new Path(base + "/file"), new Path(base + "/file"))).isTrue();
      assertThat(files.rename(new Path(base + "/src"), new Path(base + "/dst"))).isTrue();
      assertThat(files.exists(new Path(base + "/src"))).isFalse();
      assertThat(TestFiles.read(files, base + "/dst/src/a")).isEqualTo(TestFiles.data(3, 1));
      assertThat(TestFiles.read(files, base + "/dst/src/sub/b")).isEqualTo(TestFiles.data(4, 2));
      assertThat(files.getFileStatus(new Path(base + "/dst/src/empty")).isDirectory()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void positionsAndSeeksObeyTheirBounds(String scheme) throws IOException {
    String base = schemes.place(scheme);
    byte[] data = TestFiles.data(3 * 1024 * 1024, 5);
    try (FileSystem files = open(base)) {
      TestFiles.write(files, base + "/file", data);
      try (FSDataInputStream in = files.open(new Path(base + "/file"))) {
        assertThatThrownBy(() -> in.seek(-1)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> in.seek(data.length + 1L)).isInstanceOf(EOFException.class);
        in.seek(data.length);
        assertThat(in.read()).isEqualTo(-1);
        byte[] part = new byte[100_000];
        in.seek(2_000_000);
        in.readFully(1_234_567, part);
        assertThat(part).isEqualTo(Arrays.copyOfRange(data, 1_234_567, 1_334_567));
        assertThat(in.getPos()).isEqualTo(2_000_000);
        in.readFully(part);
        assertThat(part).isEqualTo(Arrays.copyOfRange(data, 2_000_000, 2_100_000));
        assertThatThrownBy(() -> in.readFully(data.length - 10, part))
            .isInstanceOf(EOFException.class);
        in.unbuffer();
        assertThat(in.read()).isEqualTo(data[2_100_000] & 0xff);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void aClosedStreamReadsNothing(String scheme) throws IOException {
    String base = schemes.place(scheme);
    try (FileSystem files = open(base)) {
      TestFiles.write(files, base + "/file", new byte[5]);
      FSDataInputStream in = files.open(new Path(base + "/file"));
      in.close();
      in.close();
      assertThatThrownBy(in::read).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> in.seek(0)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> in.read(0, new byte[1], 0, 1)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void fileContextReplacesAFileOnlyWhenTold(String scheme) throws IOException {
    String base = schemes.place(scheme);
    FileContext context = FileContext.getFileContext(URI.create(base), schemes.configuration());
    try (FileSystem files = open(base)) {
      TestFiles.write(files, base + "/new", TestFiles.data(5, 1));
      TestFiles.write(files, base + "/old", TestFiles.data(6, 2));
      Path from = new Path(base + "/new");
      Path onto = new Path(base + "/old");
      assertThatThrownBy(() -> context.rename(from, onto, Options.Rename.NONE))
          .isInstanceOf(FileAlreadyExistsException.class);
      context.rename(from, onto, Options.Rename.OVERWRITE);
      assertThat(TestFiles.read(files, base + "/old")).isEqualTo(TestFiles.data(5, 1));
      assertThat(files.exists(from)).isFalse();
      assertThatThrownBy(() -> context.rename(from, onto, Options.Rename.OVERWRITE))
          .isInstanceOf(FileNotFoundException.class);
    }
  }

  @Test
  void removingADirectoryOnADiskLeavesWhatItsLinksLeadTo() throws IOException {
    String base = schemes.place("direct");
    try (FileSystem files = open(base)) {
      TestFiles.write(files, base + "/kept/file", new byte[1]);
      TestFiles.write(files, base + "/gone/a/b/file", new byte[1]);
      java.nio.file.Path disk = java.nio.file.Path.of(new Path(base).toUri().getPath());
      Files.createSymbolicLink(disk.resolve("gone/link"), disk.resolve("kept"));
      Files.createSymbolicLink(disk.resolve("link"), disk.resolve("kept"));
      assertThat(files.delete(new Path(base + "/gone"), true)).isTrue();
      assertThat(files.delete(new Path(base + "/link"), true)).isTrue();
      assertThat(names(files.listStatus(new Path(base)))).containsExactly("kept/");
      assertThat(names(files.listStatus(new Path(base + "/kept")))).containsExactly("file");
    }
  }

  private static List<String> names(FileStatus[] statuses) {
    return Arrays.stream(statuses)
        .map(status -> status.getPath().getName() + (status.isDirectory() ? "/" : ""))
        .toList();
  }
}
