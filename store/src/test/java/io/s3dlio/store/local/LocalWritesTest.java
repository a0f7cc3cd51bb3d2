package io.s3dlio.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Part;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadGoneException;
import io.s3dlio.store.UploadToken;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Hidden files come and go; names change in one step. */
final class LocalWritesTest extends LocalStoreFixture {

  @Test
  void aRefusedWriteLeavesNothingBehind() throws IOException {
    LocalStore store = open();
    put(store, "d/x", "first");
    assertThatThrownBy(() -> store.put("d/x", utf8("second"), PutOptions.ifAbsent()))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> store.put("d/y", utf8("y"), PutOptions.none().withCrc32c(1)))
        .hasMessageContaining("CRC32C");
    Upload upload = store.startUpload("d/x", PutOptions.ifAbsent());
    Part part = upload.uploadPart(1, 0, utf8("third"));
    assertThat(hiddenFiles()).hasSize(1);
    assertThatThrownBy(() -> upload.complete(List.of(part)))
        .isInstanceOf(FileAlreadyExistsException.class);
    upload.close();
    assertThat(hiddenFiles()).isEmpty();
    assertThat(openFiles()).isEmpty();
    assertThat(read(store, "d/x")).isEqualTo("first");
  }

  @Test
  void aFinishedWriteLeavesOneNameOnly() throws IOException {
    LocalStore store = open(new BufferedFiles(), new LocalConfig(true), DirectoryWalk.BATCH);
    store.put("d/x", utf8("x"), PutOptions.ifAbsent());
    put(store, "d/x", "again");
    try (Upload upload = store.startUpload("d/y", PutOptions.ifAbsent())) {
      upload.complete(List.of(upload.uploadPart(1, 0, utf8("y"))));
    }
    store.move("d/y", "e/z", PutCondition.ifAbsent());
    put(store, "m/", "");
    assertThat(hiddenFiles()).isEmpty();
    assertThat(Files.getAttribute(directory.resolve("d/x"), "unix:nlink")).isEqualTo(1);
    assertThat(Files.getAttribute(directory.resolve("e/z"), "unix:nlink")).isEqualTo(1);
    assertThat(list(store, ListQuery.recursive(""))).containsExactly("d/x", "e/z", "m/");
  }

  @Test
  void aTokenCannotNameAFileElsewhere() throws IOException {
    LocalStore store = open();
    put(store, "victim", "x");
    for (String id : List.of("../victim", "", "victim", "/etc/passwd", "0".repeat(31) + "/")) {
      UploadToken token = new UploadToken(store.root(), "d/x", id, PutOptions.none());
      assertThatThrownBy(() -> store.resumeUpload(token))
          .isInstanceOf(IllegalArgumentException.class);
    }
    UploadToken climbing = new UploadToken(store.root(), "../x", "0".repeat(32), PutOptions.none());
    assertThatThrownBy(() -> store.resumeUpload(climbing))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anUploadWhoseHiddenFileIsGoneSaysSo() throws IOException {
    LocalStore store = open();
    UploadToken unknown = new UploadToken(store.root(), "d/x", "0".repeat(32), PutOptions.none());
    try (Upload upload = store.resumeUpload(unknown)) {
      assertThatThrownBy(() -> upload.uploadPart(1, 0, utf8("x")))
          .isInstanceOf(UploadGoneException.class);
    }
    assertThat(Files.exists(directory.resolve("d"))).isFalse();
  }

  @Test
  void aPartOfAnotherUploadIsNotTaken() throws IOException {
    LocalStore store = open();
    try (Upload first = store.startUpload("x", PutOptions.none());
        Upload second = store.startUpload("x", PutOptions.none())) {
      Part foreign = first.uploadPart(1, 0, utf8("first"));
      second.uploadPart(2, 5, utf8("other"));
      assertThatThrownBy(() -> second.complete(List.of(foreign)))
          .isInstanceOf(UploadGoneException.class);
    }
  }

  @Test
  void aWriteOutlivesTheRemovalOfItsEmptyDirectory() throws Exception {
    LocalStore store = open();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Boolean> remover =
          threads.submit(
              () -> {
                for (int i = 0; i < 2000; i++) {
                  store.delete(List.of("d/"));
                }
                return true;
              });
      for (int i = 0; i < 300; i++) {
        put(store, "d/x", "bytes");
        assertThat(read(store, "d/x")).isEqualTo("bytes");
        store.delete(List.of("d/x"));
      }
      assertThat(remover.get()).isTrue();
    } finally {
      threads.shutdownNow();
    }
    assertThat(hiddenFiles()).isEmpty();
  }

  @Test
  void ofManyMovesOfOneFileOneWins() throws Exception {
    LocalStore store = open();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 50; round++) {
        put(store, "source", "bytes");
        List<Callable<Boolean>> moves = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          String target = "target/" + round + "-" + i;
          moves.add(() -> isMoved(store, target));
        }
        int winners = 0;
        for (Future<Boolean> each : threads.invokeAll(moves)) {
          winners += each.get() ? 1 : 0;
        }
        assertThat(winners).isEqualTo(1);
        assertThat(list(store, ListQuery.recursive("target/" + round + "-"))).hasSize(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean isMoved(LocalStore store, String target) throws IOException {
    try {
      store.move("source", target, PutCondition.ifAbsent());
      return true;
    } catch (FileNotFoundException lost) {
      return false;
    }
  }

  @Test
  void theRootIsNeverMadeByAWrite() throws IOException {
    Path missing = directory.resolve("missing");
    LocalStore store =
        new LocalStore(
            new LocalPaths(ObjectUri.parse("file://" + missing), missing),
            new BufferedFiles(),
            new LocalConfig(false),
            DirectoryWalk.BATCH);
    assertThatThrownBy(() -> put(store, "a/b/x", "x"))
        .isInstanceOf(io.s3dlio.store.NoSuchBucketException.class);
    assertThatThrownBy(() -> store.move("x", "y", PutCondition.always()))
        .isInstanceOf(io.s3dlio.store.NoSuchBucketException.class);
    try (ObjectReader reader = store.open("x", ReadHints.none())) {
      assertThatThrownBy(reader::stat).isInstanceOf(FileNotFoundException.class);
    }
    assertThat(Files.exists(missing)).isFalse();
    store.close();
  }
}
