package io.s3dlio.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@link ObjectStore#copy} and {@link ObjectStore#move} promise. */
abstract class ObjectStoreContractCopies extends ObjectStoreContractLists {

  private static final PutCondition ALWAYS = PutCondition.always();
  private static final PutCondition IF_ABSENT = PutCondition.ifAbsent();

  @Test
  void copyCopies() throws IOException {
    put("a", bytes(1, 5000));
    put("c", bytes(3, 10));
    ObjectStat copied = store.copy("a", "dir/b", CopyOptions.none());
    assertThat(copied.key()).isEqualTo("dir/b");
    assertThat(read("dir/b")).isEqualTo(bytes(1, 5000));
    assertThat(read("a")).isEqualTo(bytes(1, 5000));
    store.copy("a", "c", CopyOptions.none());
    assertThat(read("c")).isEqualTo(bytes(1, 5000));
    assertThatThrownBy(() -> store.copy("missing", "d", CopyOptions.none()))
        .isInstanceOf(FileNotFoundException.class);
    assertThat(Stores.exists(store, "d")).isFalse();
  }

  @Test
  void copyTakesTheVersionAskedFor() throws IOException {
    ObjectStat first = put("a", bytes(1, 10));
    store.copy("a", "b", CopyOptions.none().withSourceEtag(first.etag()));
    assertThat(read("b")).isEqualTo(bytes(1, 10));
    put("a", bytes(2, 10));
    assertThatThrownBy(() -> store.copy("a", "c", CopyOptions.none().withSourceEtag(first.etag())))
        .isInstanceOf(ObjectChangedException.class);
    assertThat(Stores.exists(store, "c")).isFalse();
  }

  @Test
  void copyKeepsMetadataOrReplacesItOrRefuses() throws IOException {
    CopyOptions replacing = CopyOptions.none().withMetadata(Map.of("new", "2"));
    if (!has(Capability.METADATA)) {
      put("a", bytes(1, 10));
      refused(() -> store.copy("a", "b", replacing));
      return;
    }
    PutOptions options =
        PutOptions.none()
            .withMetadata(Map.of("old", "1"))
            .withHeaders(Map.of("content-type", "text/plain"));
    store.put("a", ByteBuffer.wrap(bytes(1, 10)), options);
    store.copy("a", "b", CopyOptions.none());
    assertThat(store.stat("b").metadata()).isEqualTo(Map.of("old", "1"));
    assertThat(store.stat("b").headers()).containsEntry("content-type", "text/plain");
    store.copy("a", "c", replacing);
    assertThat(store.stat("c").metadata()).isEqualTo(Map.of("new", "2"));
    assertThat(read("c")).isEqualTo(bytes(1, 10));
  }

  @Test
  void aConditionalCopyHoldsItsConditionOrIsRefused() throws IOException {
    put("a", bytes(1, 10));
    put("b", bytes(2, 10));
    CopyOptions ifAbsent = CopyOptions.none().withCondition(PutCondition.ifAbsent());
    if (!has(Capability.CONDITIONAL_COPY)) {
      refused(() -> store.copy("a", "b", ifAbsent));
      refused(() -> store.copy("a", "c", ifAbsent));
      assertThat(Stores.exists(store, "c")).isFalse();
    } else {
      assertThatThrownBy(() -> store.copy("a", "b", ifAbsent))
          .isInstanceOf(FileAlreadyExistsException.class);
      store.copy("a", "c", ifAbsent);
      assertThat(read("c")).isEqualTo(bytes(1, 10));
    }
    assertThat(read("b")).isEqualTo(bytes(2, 10));
  }

  /** The mark is the copy's own; everything else comes along, as without it. */
  @Test
  void aMarkedCopyCarriesItsMarkOrIsRefused() throws IOException {
    WriteId mark = WriteId.random();
    CopyOptions marked =
        CopyOptions.none().withCondition(PutCondition.ifAbsent()).withWriteId(mark);
    if (!has(Capability.METADATA) || !has(Capability.CONDITIONAL_COPY)) {
      put("a", bytes(1, 10));
      refused(() -> store.copy("a", "b", marked));
      return;
    }
    PutOptions options =
        PutOptions.none()
            .withMetadata(Map.of("kept", "1"))
            .withHeaders(Map.of("content-type", "text/plain"))
            .withWriteId(WriteId.random());
    ObjectStat source = store.put("a", ByteBuffer.wrap(bytes(1, 10)), options);
    store.copy("a", "b", marked.withSource(source));
    assertThat(store.stat("b").writeId()).contains(mark);
    assertThat(store.stat("b").metadata()).isEqualTo(Map.of("kept", "1"));
    assertThat(store.stat("b").headers()).containsEntry("content-type", "text/plain");
    assertThat(store.stat("a").writeId()).isEqualTo(options.writeId());
  }

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
      store.delete(List.of("other/"));
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
