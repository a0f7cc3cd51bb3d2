package io.s3dlio.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.StoreException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Listings, links, directories, and names that are no keys. */
final class LocalNamesTest extends LocalStoreFixture {

  @Test
  void namesAreSortedWithTheSlashFirst() throws IOException {
    LocalStore store = open();
    List<String> sorted =
        List.of("a/b/1", "a/b-c", "a/b.d/2", "a/c", "a!", "a-b/3", "a.b", "ab", "b");
    List<String> shuffled = new ArrayList<>(sorted);
    Collections.shuffle(shuffled, new Random(1));
    for (String key : shuffled) {
      put(store, key, key);
    }
    for (int size : new int[] {1, 2, 4, 100}) {
      assertThat(list(store, ListQuery.recursive("").withMaxKeys(size))).isEqualTo(sorted);
    }
  }

  @Test
  void aLargeDirectoryIsListedInBatchesOfBoundedMemory() throws IOException {
    LocalStore store = open(new BufferedFiles(), new LocalConfig(false), 10);
    List<String> expected = new ArrayList<>();
    for (int i = 100; i < 195; i++) {
      put(store, "d/" + i, "");
      expected.add("d/" + i);
      if (i % 20 == 0) {
        put(store, "d/" + i + "x/y", "");
        expected.add("d/" + i + "x/y");
      }
    }
    assertThat(list(store, ListQuery.recursive("d/").withMaxKeys(7))).isEqualTo(expected);
    assertThat(list(store, ListQuery.recursive("d/"))).isEqualTo(expected);
  }

  @Test
  void aTokenAloneSuffices() throws IOException {
    LocalStore store = open();
    List<String> expected = List.of("a/1", "a/2", "b/c/3", "b/c/4", "b/d/", "e");
    for (String key : expected) {
      put(store, key, "");
    }
    List<String> found = new ArrayList<>();
    ListQuery query = ListQuery.recursive("").withMaxKeys(1);
    ListPage page = store.list(query);
    while (true) {
      page.objects().forEach(stat -> found.add(stat.key()));
      if (page.next().isEmpty()) {
        break;
      }
      page = open().list(query.withNext(page.next().get()));
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void manyUnfinishedListingsAreForgottenAndStillGoOn() throws IOException {
    LocalStore store = open();
    for (int i = 0; i < 40; i++) {
      put(store, "d" + i + "/a", "");
      put(store, "d" + i + "/b", "");
    }
    List<ListPage> first = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      first.add(store.list(ListQuery.recursive("d" + i + "/").withMaxKeys(1)));
    }
    for (int i = 0; i < 40; i++) {
      ListQuery next =
          ListQuery.recursive("d" + i + "/").withNext(first.get(i).next().orElseThrow());
      assertThat(list(store, next)).containsExactly("d" + i + "/b");
    }
  }

  @Test
  void anEmptyDirectoryIsShownAsItsMarkerAlsoWhenOnlyHiddenFilesAreInIt() throws IOException {
    LocalStore store = open();
    put(store, "a/x", "");
    store.startUpload("b/x", PutOptions.none()).detach();
    store.delete(List.of("a/x"));
    assertThat(hiddenFiles()).hasSize(1);
    assertThat(list(store, ListQuery.recursive(""))).containsExactly("a/", "b/");
    assertThat(list(store, ListQuery.children(""))).containsExactly("a/", "b/");
    assertThat(store.delete(List.of("a/", "b/"))).isEmpty();
    assertThat(list(store, ListQuery.recursive(""))).isEmpty();
    assertThat(hiddenFiles()).isEmpty();
  }

  @Test
  void hiddenNamesAreNoKeys() throws IOException {
    LocalStore store = open();
    String hidden = ".s3dlio-tmp-0123456789abcdef0123456789abcdef";
    for (String key : List.of(hidden, "d/" + hidden, hidden + "/x")) {
      assertThatThrownBy(() -> store.stat(key)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> put(store, key, "x")).isInstanceOf(IllegalArgumentException.class);
    }
    put(store, ".s3dlio-tmp-mine", "x");
    assertThat(list(store, ListQuery.recursive(""))).containsExactly(".s3dlio-tmp-mine");
  }

  @Test
  void aLinkToAFileIsThatFile() throws IOException {
    LocalStore store = open();
    put(store, "real", "bytes");
    Files.createSymbolicLink(directory.resolve("link"), Path.of("real"));
    Files.createSymbolicLink(directory.resolve("broken"), Path.of("nowhere"));
    Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));
    assertThat(read(store, "link")).isEqualTo("bytes");
    assertThat(store.stat("link").size()).isEqualTo(5);
    assertThat(list(store, ListQuery.recursive(""))).containsExactly("link", "real");
    for (String none : List.of("broken", "loop", "loop/x")) {
      assertThatThrownBy(() -> store.stat(none)).isInstanceOf(FileNotFoundException.class);
    }
    store.delete(List.of("link"));
    assertThat(read(store, "real")).isEqualTo("bytes");
  }

  @Test
  void aLinkToADirectoryIsEnteredByNameButNotByARecursiveWalk() throws IOException {
    LocalStore store = open();
    put(store, "real/x", "bytes");
    Files.createSymbolicLink(directory.resolve("link"), Path.of("real"));
    Files.createSymbolicLink(directory.resolve("real/up"), Path.of(".."));
    assertThat(read(store, "link/x")).isEqualTo("bytes");
    assertThat(list(store, ListQuery.children("link/"))).containsExactly("link/x", "link/up/");
    assertThat(list(store, ListQuery.recursive(""))).containsExactly("link/", "real/up/", "real/x");
    assertThat(store.delete(List.of("link/", "real/up/"))).isEmpty();
    assertThat(list(store, ListQuery.recursive(""))).containsExactly("real/x");
  }

  @Test
  void namesThatCannotBeKeysAreLeftOutOfListings() throws Exception {
    LocalStore store = open();
    put(store, "d/good", "");
    Files.createFile(directory.resolve("d/bad\nname"));
    // A name of bytes that are not UTF-8, which no Java string can spell.
    String script = "touch \"$1/d/$(printf 'bad\\377name')\"";
    Process touch =
        new ProcessBuilder("sh", "-c", script, "sh", directory.toString()).inheritIO().start();
    assertThat(touch.waitFor()).isZero();
    try (var names = Files.list(directory.resolve("d"))) {
      assertThat(names).hasSize(3);
    }
    assertThat(list(store, ListQuery.recursive(""))).containsExactly("d/good");
  }

  @Test
  void aDirectoryIsNeverReplacedByAFile() throws IOException {
    LocalStore store = open();
    put(store, "d/x", "x");
    assertThatThrownBy(() -> put(store, "d", "y"))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("directory");
    try (var upload = store.startUpload("d", PutOptions.none())) {
      var part = upload.uploadPart(1, 0, utf8("y"));
      assertThatThrownBy(() -> upload.complete(List.of(part)))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
    assertThat(store.delete(List.of("d"))).isEmpty();
    assertThat(read(store, "d/x")).isEqualTo("x");
    assertThat(hiddenFiles()).isEmpty();
  }

  @Test
  void aFileAboveAKeyIsNamed() throws IOException {
    LocalStore store = open();
    put(store, "f", "x");
    for (String key : List.of("f/x", "f/x/y")) {
      assertThatThrownBy(() -> put(store, key, "y"))
          .isInstanceOf(NotDirectoryException.class)
          .hasMessageContaining(key)
          .hasMessageContaining("is a file");
      assertThatThrownBy(() -> store.startUpload(key, PutOptions.none()))
          .isInstanceOf(NotDirectoryException.class);
      assertThatThrownBy(() -> store.stat(key)).isInstanceOf(FileNotFoundException.class);
      assertThat(store.delete(List.of(key))).isEmpty();
    }
    assertThatThrownBy(() -> put(store, "f/", "")).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aNameTooLongForTheFileSystemIsSaidToBe() throws IOException {
    LocalStore store = open();
    String key = "a".repeat(300);
    assertThatThrownBy(() -> put(store, key, "x"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("longer than the file system allows");
    assertThatThrownBy(() -> store.stat(key)).isInstanceOf(FileNotFoundException.class);
    assertThat(store.delete(List.of(key))).isEmpty();
    assertThat(hiddenFiles()).isEmpty();
  }

  @Test
  void rangesOfAMarkerAreEmpty() throws IOException {
    LocalStore store = open();
    put(store, "d/", "");
    try (ObjectReader reader = store.open("d/", ReadHints.none())) {
      assertThat(read(reader, ByteRange.of(0, 10))).isEmpty();
      assertThat(reader.stat().size()).isZero();
    }
  }
}
