package io.s3dlio.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What {@link ObjectStore#list} promises. */
abstract class ObjectStoreContractLists extends ObjectStoreContractWrites {

  private static final List<String> TREE =
      List.of("a/1", "a/2", "a/b/3", "a/b/4", "ab/5", "b", "c-d", "c.d/6", "c/7", "é/8");

  private void putTree() throws IOException {
    for (String key : TREE) {
      put(key, bytes(key.hashCode(), key.length()));
    }
  }

  @Test
  void anEmptyRootListsNothing() throws IOException {
    assertThat(listAll(ListQuery.recursive(""))).isEmpty();
    assertThat(listAll(ListQuery.children(""))).isEmpty();
  }

  @Test
  void aRecursiveListingHasEveryKeyOnceWhateverThePageSize() throws IOException {
    putTree();
    for (int size : new int[] {1, 2, 3, 7, 10, 1000}) {
      assertThat(listAll(ListQuery.recursive("").withMaxKeys(size)))
          .as("pages of %d", size)
          .isEqualTo(new TreeSet<>(TREE));
    }
  }

  @Test
  void childrenAreKeysAndRolledUpPrefixes() throws IOException {
    putTree();
    for (int size : new int[] {1, 2, 3, 1000}) {
      assertThat(listAll(ListQuery.children("").withMaxKeys(size)))
          .as("pages of %d", size)
          .containsExactlyInAnyOrder("a/", "ab/", "b", "c-d", "c.d/", "c/", "é/");
      assertThat(listAll(ListQuery.children("a/").withMaxKeys(size)))
          .containsExactlyInAnyOrder("a/1", "a/2", "a/b/");
    }
    ListPage page = store.list(ListQuery.children("a/"));
    assertThat(page.prefixes()).containsExactly("a/b/");
    assertThat(store.list(ListQuery.recursive("")).prefixes()).isEmpty();
  }

  @Test
  void aPrefixMayEndInTheMiddleOfAName() throws IOException {
    putTree();
    assertThat(listAll(ListQuery.recursive("a")))
        .containsExactly("a/1", "a/2", "a/b/3", "a/b/4", "ab/5");
    assertThat(listAll(ListQuery.children("a"))).containsExactly("a/", "ab/");
    assertThat(listAll(ListQuery.recursive("c"))).containsExactly("c-d", "c.d/6", "c/7");
    assertThat(listAll(ListQuery.recursive("a/b/3"))).containsExactly("a/b/3");
    assertThat(listAll(ListQuery.children("b"))).containsExactly("b");
    assertThat(listAll(ListQuery.recursive("a/b"))).containsExactly("a/b/3", "a/b/4");
    assertThat(listAll(ListQuery.children("a/b"))).containsExactly("a/b/");
  }

  @Test
  void aPrefixThatNothingHasIsAnEmptyPage() throws IOException {
    putTree();
    for (String prefix :
        List.of("x", "x/", "a/x", "b/", "a/1/", "../", "/", "a//", "./", "a/../")) {
      assertThat(listAll(ListQuery.recursive(prefix))).as(prefix).isEmpty();
      assertThat(listAll(ListQuery.children(prefix))).as(prefix).isEmpty();
    }
  }

  @Test
  void listedObjectsHaveTheSizeAndEtagOfStat() throws IOException {
    putTree();
    List<ObjectStat> listed = store.list(ListQuery.recursive("")).objects();
    assertThat(listed).hasSize(TREE.size());
    for (ObjectStat each : listed) {
      ObjectStat stat = store.stat(each.key());
      assertThat(each.size()).isEqualTo(stat.size());
      assertThat(each.etag()).isEqualTo(stat.etag());
      assertThat(each.modified()).isPresent();
    }
  }

  @Test
  void startAfterSkipsKeysUpToItOrIsRefused() throws IOException {
    putTree();
    ListQuery query = ListQuery.recursive("").withStartAfter("b");
    if (has(Capability.LIST_START_AFTER)) {
      assertThat(listAll(query)).containsExactly("c-d", "c.d/6", "c/7", "é/8");
      assertThat(listAll(query.withMaxKeys(1))).containsExactly("c-d", "c.d/6", "c/7", "é/8");
      assertThat(listAll(ListQuery.recursive("a/").withStartAfter("a/1zz")))
          .containsExactly("a/2", "a/b/3", "a/b/4");
    } else {
      assertThatThrownBy(() -> store.list(query)).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void moreThanAThousandKeysAreAllListed() throws Exception {
    Set<String> expected = new TreeSet<>();
    List<java.util.concurrent.Callable<Boolean>> actions = new java.util.ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int worker = i;
      for (int j = 0; j < 132; j++) {
        expected.add("many/" + worker + "-" + j);
      }
      actions.add(
          () -> {
            for (int j = 0; j < 132; j++) {
              put("many/" + worker + "-" + j, new byte[0]);
            }
            return true;
          });
    }
    together(actions);
    assertThat(listAll(ListQuery.recursive("many/"))).isEqualTo(expected);
    assertThat(listAll(ListQuery.children("many/"))).isEqualTo(expected);
  }

  @Test
  void aPageHasNoMoreThanWasAskedFor() throws IOException {
    putTree();
    ListPage page = store.list(ListQuery.recursive("").withMaxKeys(4));
    assertThat(page.objects().size()).isBetween(1, 4);
    assertThat(page.next()).isPresent();
    assertThat(store.list(ListQuery.recursive("").withMaxKeys(10)).next()).isEmpty();
  }

  @Test
  void aListingSeesWritesAndDeletesAtOnce() throws IOException {
    put("a/1", new byte[1]);
    assertThat(listAll(ListQuery.recursive("a/"))).containsExactly("a/1");
    put("a/2", new byte[1]);
    assertThat(listAll(ListQuery.recursive("a/"))).containsExactly("a/1", "a/2");
    store.delete(List.of("a/1"));
    assertThat(listAll(ListQuery.recursive("a/"))).containsExactly("a/2");
  }

  @Test
  void deletingWhileListingMissesNothing() throws IOException {
    for (int i = 0; i < 25; i++) {
      put("d/" + i, new byte[1]);
    }
    ListQuery query = ListQuery.recursive("d/").withMaxKeys(4);
    int deleted = 0;
    ListPage page = store.list(query);
    while (true) {
      List<String> keys = page.objects().stream().map(ObjectStat::key).toList();
      assertThat(store.delete(keys)).isEmpty();
      deleted += keys.size();
      if (page.next().isEmpty()) {
        break;
      }
      page = store.list(query.withNext(page.next().get()));
    }
    assertThat(deleted).isEqualTo(25);
  }

  @Test
  void aMarkerIsListedAsItself() throws IOException {
    put("d/empty/", new byte[0]);
    assertThat(listAll(ListQuery.recursive("d/"))).contains("d/empty/");
    assertThat(listAll(ListQuery.children("d/"))).contains("d/empty/");
    assertThat(store.list(ListQuery.children("d/empty/")).objects())
        .extracting(ObjectStat::key)
        .containsExactly("d/empty/");
    assertThat(store.list(ListQuery.recursive("d/empty/")).objects())
        .extracting(ObjectStat::size)
        .containsExactly(0L);
  }

  @Test
  void unfinishedUploadsAreNotListed() throws IOException {
    put("u/done", new byte[1]);
    try (Upload upload = store.startUpload("u/unfinished", PutOptions.none())) {
      sendParts(upload, bytes(1, 10));
      assertThat(listAll(ListQuery.recursive("u/"))).containsExactly("u/done");
      assertThat(listAll(ListQuery.children("u/"))).containsExactly("u/done");
      assertThat(listAll(ListQuery.recursive(""))).containsExactly("u/done");
    }
  }
}
