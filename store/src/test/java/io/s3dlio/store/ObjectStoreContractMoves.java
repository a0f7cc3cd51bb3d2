package io.s3dlio.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import org.junit.jupiter.api.Test;

/** What {@link ObjectStore#move} promises. */
abstract class ObjectStoreContractMoves extends ObjectStoreContractLists {

  private static final PutCondition ALWAYS = PutCondition.always();
  private static final PutCondition IF_ABSENT = PutCondition.ifAbsent();

  /** A store that cannot move says so; then nothing more is to be shown. */
  private boolean isRefused() throws IOException {
    if (has(Capability.ATOMIC_MOVE)) {
      return false;
    }
    put("refused", bytes(1, 1));
    refused(() -> store.move("refused", "moved", ALWAYS));
    assertThat(Stores.exists(store, "refused")).isTrue();
    assertThat(Stores.exists(store, "moved")).isFalse();
    return true;
  }

  @Test
  void moveMovesAndReplacesAFile() throws IOException {
    if (isRefused()) {
      return;
    }
    ObjectStat before = put("a", bytes(1, 10));
    store.move("a", "dir/b", ALWAYS);
    assertThat(read("dir/b")).isEqualTo(bytes(1, 10));
    assertThat(Stores.exists(store, "a")).isFalse();
    assertThat(store.stat("dir/b").etag()).isEqualTo(before.etag());
    put("c", bytes(2, 10));
    store.move("dir/b", "c", ALWAYS);
    assertThat(read("c")).isEqualTo(bytes(1, 10));
  }

  @Test
  void aConditionalMoveReplacesNothing() throws IOException {
    if (isRefused()) {
      return;
    }
    put("a", bytes(1, 10));
    put("b", bytes(2, 10));
    assertThatThrownBy(() -> store.move("a", "b", IF_ABSENT))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(read("a")).isEqualTo(bytes(1, 10));
    assertThat(read("b")).isEqualTo(bytes(2, 10));
    store.move("a", "c", IF_ABSENT);
    assertThat(read("c")).isEqualTo(bytes(1, 10));
    assertThat(Stores.exists(store, "a")).isFalse();
  }

  @Test
  void aMissingSourceIsSaidToBe() throws IOException {
    if (isRefused()) {
      return;
    }
    put("x", bytes(1, 1));
    for (PutCondition condition : new PutCondition[] {ALWAYS, IF_ABSENT}) {
      assertThatThrownBy(() -> store.move("missing", "b", condition))
          .isInstanceOf(FileNotFoundException.class);
      assertThatThrownBy(() -> store.move("missing/", "b/", condition))
          .isInstanceOf(FileNotFoundException.class);
      assertThatThrownBy(() -> store.move("x/", "b/", condition))
          .isInstanceOf(FileNotFoundException.class);
    }
    assertThat(listAll(ListQuery.recursive(""))).containsExactly("x");
  }

  @Test
  void aTreeMovesAsAWhole() throws IOException {
    if (isRefused()) {
      return;
    }
    put("a/x", bytes(1, 1));
    put("a/b/y", bytes(2, 2));
    put("a/e/", new byte[0]);
    for (PutCondition condition : new PutCondition[] {ALWAYS, IF_ABSENT}) {
      store.move("a/", "other/c/", condition);
      assertThat(listAll(ListQuery.recursive("")))
          .containsExactly("other/c/b/y", "other/c/e/", "other/c/x");
      store.move("other/c/", "a/", condition);
      store.delete(java.util.List.of("other/"));
    }
    assertThat(read("a/b/y")).isEqualTo(bytes(2, 2));
  }

  @Test
  void aTreeReplacesNoTreeAndNoFile() throws IOException {
    if (isRefused()) {
      return;
    }
    put("a/x", bytes(1, 1));
    put("b/y", bytes(2, 2));
    put("empty/", new byte[0]);
    put("file", bytes(3, 3));
    for (PutCondition condition : new PutCondition[] {ALWAYS, IF_ABSENT}) {
      assertThatThrownBy(() -> store.move("a/", "b/", condition))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThatThrownBy(() -> store.move("a/", "file/", condition))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> store.move("file", "a", condition))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
    assertThatThrownBy(() -> store.move("a/", "empty/", IF_ABSENT))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(listAll(ListQuery.recursive(""))).containsExactly("a/x", "b/y", "empty/", "file");
  }

  @Test
  void aMoveThatCannotBeIsRefused() throws IOException {
    if (isRefused()) {
      return;
    }
    put("a/x", bytes(1, 1));
    assertThatThrownBy(() -> store.move("a/", "a/b/", ALWAYS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.move("a/", "b", ALWAYS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.move("../a", "b", ALWAYS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.move("a/x", "../b", ALWAYS))
        .isInstanceOf(IllegalArgumentException.class);
    if (!has(Capability.IF_MATCH)) {
      refused(() -> store.move("a/x", "b", PutCondition.ifMatch("v")));
    }
    assertThat(listAll(ListQuery.recursive(""))).containsExactly("a/x");
  }
}
