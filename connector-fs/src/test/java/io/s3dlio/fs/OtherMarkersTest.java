package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.PutOptions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories that other tools marked are directories here as well, and nothing shows up twice. */
class OtherMarkersTest {

  private String base;
  private StoreFileSystem files;

  @BeforeEach
  void open() throws IOException {
    base = TestFiles.memoryBucket();
    files = (StoreFileSystem) TestFiles.open(base, TestFiles.configuration());
  }

  @AfterEach
  void close() throws IOException {
    files.close();
  }

  private void put(String key, int size, Map<String, String> metadata) throws IOException {
    ObjectStore store = files.mount().store();
    store.put(key, ByteBuffer.allocate(size), PutOptions.none().withMetadata(metadata));
  }

  @Test
  void aMarkerIsADirectoryAndNotAChildOfItself() throws IOException {
    put("dir/", 0, Map.of());
    assertThat(files.getFileStatus(new Path(base + "/dir")).isDirectory()).isTrue();
    assertThat(files.listStatus(new Path(base + "/dir"))).isEmpty();
    assertThat(names("/")).containsExactly("dir/");
  }

  @Test
  void keysAloneMakeADirectory() throws IOException {
    put("dir/sub/file", 3, Map.of());
    assertThat(files.getFileStatus(new Path(base + "/dir/sub")).isDirectory()).isTrue();
    assertThat(names("/dir")).containsExactly("sub/");
  }

  @Test
  void azuresMarkersAreDirectories() throws IOException {
    put("dir", 0, Map.of("hdi_isfolder", "true"));
    assertThat(files.getFileStatus(new Path(base + "/dir")).isDirectory()).isTrue();
  }

  @Test
  void anAzureMarkerBesideChildrenIsNoEmptyDirectory() throws IOException {
    put("dir", 0, Map.of("hdi_isfolder", "true"));
    put("dir/file", 3, Map.of());
    Path dir = new Path(base + "/dir");
    assertThatThrownBy(() -> files.delete(dir, false))
        .isInstanceOf(PathIsNotEmptyDirectoryException.class);
    assertThat(TestFiles.read(files, base + "/dir/file")).hasSize(3);
    assertThat(files.delete(dir, true)).isTrue();
    assertThat(files.exists(dir)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAzureMarkerDoesNotStayBehindARename(boolean empty) throws IOException {
    put("dir", 0, Map.of("hdi_isfolder", "true"));
    if (!empty) {
      put("dir/file", 3, Map.of());
    }
    assertThat(files.rename(new Path(base + "/dir"), new Path(base + "/new"))).isTrue();
    assertThat(files.exists(new Path(base + "/dir"))).isFalse();
    assertThat(files.getFileStatus(new Path(base + "/new")).isDirectory()).isTrue();
    assertThat(files.exists(new Path(base + "/new/file"))).isEqualTo(!empty);
  }

  /** Who walks a tree asks for the children of what a listing has shown. */
  @Test
  void whatEmrMarkedCanBeListedItself() throws IOException {
    put("dir_$folder$", 0, Map.of());
    put("no-marker_$folder$", 1, Map.of());
    assertThat(names("/dir")).isEmpty();
    assertThatThrownBy(() -> names("/no-marker")).isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void emrsMarkersAreDirectoriesInListings() throws IOException {
    put("dir_$folder$", 0, Map.of());
    put("other_$folder$", 0, Map.of());
    put("other/file", 1, Map.of());
    assertThat(names("/")).containsExactly("dir/", "other/");
    assertThat(files.getContentSummary(new Path(base + "/")).getFileCount()).isEqualTo(1);
  }

  @Test
  void createNeitherWritesNorRemovesMarkers() throws IOException {
    put("dir/", 0, Map.of());
    TestFiles.write(files, base + "/dir/file", new byte[1]);
    TestFiles.write(files, base + "/new/file", new byte[1]);
    ObjectStore store = files.mount().store();
    assertThat(store.stat("dir/").size()).isZero();
    assertThat(io.s3dlio.store.Stores.exists(store, "new/")).isFalse();
  }

  @Test
  void keysThatNoPathNamesAreLeftOutOfListings() throws IOException {
    put("dir/file", 1, Map.of());
    assertThat(names("/dir")).containsExactly("file");
    assertThat(StorePaths.isNameable("dir//file")).isFalse();
  }

  private String[] names(String path) throws IOException {
    FileStatus[] statuses = files.listStatus(new Path(base + path));
    return Arrays.stream(statuses)
        .map(status -> status.getPath().getName() + (status.isDirectory() ? "/" : ""))
        .toArray(String[]::new);
  }
}
