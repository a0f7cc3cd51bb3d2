package io.s3dlio.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What put, stat, delete, and every call with a key, an interrupt or a missing root promise. */
abstract class ObjectStoreContractWrites extends ObjectStoreContractReads {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final ByteBuffer ONE = ByteBuffer.allocate(1);

  @Test
  void whatWasPutIsThere() throws IOException {
    for (int size : new int[] {0, 1, 4095, 4096, 4097, 300_000}) {
      byte[] bytes = bytes(size, size);
      ObjectStat written = put("dir/x", bytes);
      assertThat(read("dir/x")).isEqualTo(bytes);
      ObjectStat stat = store.stat("dir/x");
      assertThat(stat.key()).isEqualTo("dir/x");
      assertThat(stat.size()).isEqualTo(size);
      assertThat(stat.modified()).isPresent();
      assertThat(written.key()).isEqualTo("dir/x");
      assertThat(written.size()).isEqualTo(size);
      assertThat(written.etag()).isEqualTo(stat.etag());
    }
  }

  @Test
  void theCallersBufferStaysAsItWas() throws IOException {
    byte[] bytes = bytes(1, 9000);
    ByteBuffer direct = ByteBuffer.allocateDirect(20_000).alignedSlice(4096);
    direct.put(0, bytes);
    List<ByteBuffer> buffers =
        List.of(
            ByteBuffer.wrap(bytes),
            ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
            ByteBuffer.wrap(bytes).position(2).slice().asReadOnlyBuffer().position(0),
            direct.limit(9000));
    for (ByteBuffer buffer : buffers) {
      buffer.position(5).limit(8500);
      byte[] expected = new byte[8495];
      buffer.duplicate().get(expected);
      store.put("x", buffer, PutOptions.none());
      assertThat(buffer.position()).isEqualTo(5);
      assertThat(buffer.limit()).isEqualTo(8500);
      assertThat(read("x")).isEqualTo(expected);
    }
  }

  @Test
  void theBufferMayBeReusedWhenPutReturns() throws IOException {
    byte[] bytes = bytes(1, 100);
    put("x", bytes);
    Arrays.fill(bytes, (byte) 0);
    assertThat(read("x")).isEqualTo(bytes(1, 100));
  }

  @Test
  void aSecondPutReplacesTheFirst() throws IOException {
    ObjectStat first = put("x", bytes(1, 100));
    ObjectStat second = put("x", bytes(2, 50));
    assertThat(second.etag()).isNotEqualTo(first.etag());
    assertThat(read("x")).isEqualTo(bytes(2, 50));
  }

  @Test
  void ifAbsentWritesOnlyWhereNothingIs() throws IOException {
    if (!has(Capability.IF_ABSENT)) {
      refused(() -> store.put("x", NOTHING, PutOptions.ifAbsent()));
      return;
    }
    store.put("x", ByteBuffer.wrap(bytes(1, 10)), PutOptions.ifAbsent());
    ByteBuffer other = ByteBuffer.wrap(bytes(2, 10));
    assertThatThrownBy(() -> store.put("x", other, PutOptions.ifAbsent()))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining(store.root().resolve("x").toString());
    assertThat(read("x")).isEqualTo(bytes(1, 10));
    store.delete(List.of("x"));
    store.put("x", other, PutOptions.ifAbsent());
    assertThat(read("x")).isEqualTo(bytes(2, 10));
  }

  @Test
  void ifMatchWritesOnlyOverThatVersion() throws IOException {
    ObjectStat first = put("x", bytes(1, 10));
    ByteBuffer next = ByteBuffer.wrap(bytes(2, 10));
    PutOptions onFirst = PutOptions.none().withCondition(PutCondition.ifMatch(first.etag()));
    if (!has(Capability.IF_MATCH)) {
      refused(() -> store.put("x", next, onFirst));
      assertThat(read("x")).isEqualTo(bytes(1, 10));
      return;
    }
    store.put("x", next, onFirst);
    assertThat(read("x")).isEqualTo(bytes(2, 10));
    assertThatThrownBy(() -> store.put("x", NOTHING, onFirst))
        .isInstanceOf(PreconditionFailedException.class);
    assertThatThrownBy(() -> store.put("missing", NOTHING, onFirst))
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(read("x")).isEqualTo(bytes(2, 10));
    assertThat(Stores.exists(store, "missing")).isFalse();
  }

  @Test
  void headersAndMetadataAreKeptOrRefused() throws IOException {
    PutOptions options =
        PutOptions.none()
            .withHeaders(Map.of("content-type", "text/plain", "cache-control", "no-cache"))
            .withMetadata(Map.of("owner", "me", "purpose", "a test of words"));
    if (!has(Capability.METADATA)) {
      refused(() -> store.put("x", NOTHING, options));
      refused(() -> store.startUpload("x", options));
      assertThat(Stores.exists(store, "x")).isFalse();
      return;
    }
    store.put("x", ByteBuffer.wrap(bytes(1, 10)), options);
    assertThat(store.stat("x").metadata()).isEqualTo(options.metadata());
    assertThat(store.stat("x").headers()).containsAllEntriesOf(options.headers());
  }

  @Test
  void theWriteIdIsReadBackAndHiddenFromUsers() throws IOException {
    WriteId id = WriteId.random();
    PutOptions options = PutOptions.none().withWriteId(id).withMetadata(Map.of("a", "b"));
    if (!has(Capability.METADATA)) {
      refused(() -> store.put("x", NOTHING, PutOptions.none().withWriteId(id)));
      return;
    }
    store.put("x", NOTHING, options);
    assertThat(store.stat("x").writeId()).contains(id);
    assertThat(store.stat("x").metadata()).isEqualTo(Map.of("a", "b"));
  }

  @Test
  void bytesThatAreNotThoseOfTheChecksumAreRefused() throws IOException {
    byte[] bytes = bytes(1, 1000);
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int right = (int) crc.getValue();
    store.put("right", ByteBuffer.wrap(bytes), PutOptions.none().withCrc32c(right));
    assertThat(read("right")).isEqualTo(bytes);
    if (isJudgeOfChecksums()) {
      PutOptions wrong = PutOptions.none().withCrc32c(right + 1);
      assertThatThrownBy(() -> store.put("wrong", ByteBuffer.wrap(bytes), wrong))
          .isInstanceOf(IOException.class);
      assertThat(Stores.exists(store, "wrong")).isFalse();
    }
  }

  @Test
  void statFindsExactlyThatKey() throws IOException {
    put("d/x", bytes(1, 3));
    put("m/", new byte[0]);
    for (String missing : List.of("d", "d/x/", "d/", "m", "d/xy", "d/x/y", "D/x", "nothing/")) {
      if (missing.equals("d/") && hasDirectories()) {
        continue;
      }
      assertThatThrownBy(() -> store.stat(missing))
          .as(missing)
          .isInstanceOf(FileNotFoundException.class)
          .hasMessageContaining(store.root().resolve(missing).toString());
    }
    assertThat(store.stat("m/").size()).isZero();
    assertThat(store.stat("m/").key()).isEqualTo("m/");
  }

  @Test
  void aMarkerHasNoBytes() throws IOException {
    put("d/", new byte[0]);
    put("d/", new byte[0]);
    assertThat(read("d/")).isEmpty();
    assertThatThrownBy(() -> put("e/", new byte[1])).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.startUpload("e/", PutOptions.none()))
        .isInstanceOf(IllegalArgumentException.class);
    if (has(Capability.IF_ABSENT)) {
      assertThatThrownBy(() -> store.put("d/", NOTHING, PutOptions.ifAbsent()))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
  }

  @Test
  void illegalKeysAreRefusedByEveryCall() {
    List<String> illegal =
        List.of("", "/a", "a//b", "a/./b", "../a", "a/..", "a\u0000b", "a\nb", "a".repeat(1025));
    for (String key : illegal) {
      List<ThrowingCallable> calls =
          List.of(
              () -> store.stat(key),
              () -> store.open(key, ReadHints.none()),
              () -> store.put(key, NOTHING, PutOptions.none()),
              () -> store.startUpload(key, PutOptions.none()),
              () -> store.copy(key, "x", CopyOptions.none()),
              () -> store.copy("x", key, CopyOptions.none()),
              () -> store.delete(List.of("x", key)));
      for (ThrowingCallable call : calls) {
        assertThatThrownBy(call).as(key).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void aKeyIsNotAUri() throws IOException {
    List<String> keys =
        List.of(
            "a b",
            "a+b",
            "a%20b",
            "a%2Fb",
            "q?x=1&y",
            "h#f",
            "é/ü",
            "日本/\uD83D\uDE00",
            "~-_.!'()*",
            "\"quoted\"",
            "a;b,c:d@e",
            "<x>",
            "[b]{c}|^`$",
            " lead",
            "trail ",
            ".hidden",
            "...",
            "a=b/c=d",
            "trail.",
            "e\u0301");
    for (String key : keys) {
      put(key, bytes(key.hashCode(), 20));
    }
    for (String key : keys) {
      assertThat(read(key)).as(key).isEqualTo(bytes(key.hashCode(), 20));
      assertThat(store.stat(key).key()).isEqualTo(key);
    }
    assertThat(listAll(ListQuery.recursive("").withMaxKeys(3)))
        .containsExactlyInAnyOrderElementsOf(keys);
    store.copy("a%2Fb", "copied a+b%/é", CopyOptions.none());
    assertThat(read("copied a+b%/é")).isEqualTo(bytes("a%2Fb".hashCode(), 20));
    assertThat(store.delete(keys)).isEmpty();
    assertThat(listAll(ListQuery.recursive("")))
        .filteredOn(key -> !Keys.isMarker(key))
        .containsExactly("copied a+b%/é");
  }

  @Test
  void aBackslashIsKeptOrRefused() throws IOException {
    String key = "a\\b";
    if (keepsBackslashes()) {
      put(key, bytes(1, 10));
      assertThat(read(key)).isEqualTo(bytes(1, 10));
      assertThat(listAll(ListQuery.recursive(""))).containsExactly(key);
      assertThat(store.delete(List.of(key))).isEmpty();
    } else {
      assertThatThrownBy(() -> put(key, bytes(1, 10))).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.startUpload(key, PutOptions.none()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.copy("x", key, CopyOptions.none()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(listAll(ListQuery.recursive(""))).isEmpty();
  }

  @Test
  void theLongestKeyHas1024Bytes() throws IOException {
    String key = ("a".repeat(199) + "/").repeat(5) + "é".repeat(12);
    put(key, bytes(1, 10));
    assertThat(read(key)).isEqualTo(bytes(1, 10));
    assertThat(listAll(ListQuery.recursive(""))).containsExactly(key);
  }

  @Test
  void deleteRemovesThoseKeysAndNoOthers() throws IOException {
    for (String key : List.of("a", "ab", "a.b", "b/c", "b/cd", "b/c.d")) {
      put(key, bytes(1, 1));
    }
    assertThat(store.delete(List.of("a", "missing", "b/c", "b", "b/missing/x"))).isEmpty();
    assertThat(listAll(ListQuery.recursive(""))).containsExactly("a.b", "ab", "b/c.d", "b/cd");
    assertThat(store.delete(List.of("a"))).isEmpty();
    assertThat(store.delete(List.of())).isEmpty();
  }

  @Test
  void deleteGoesInListOrder() throws IOException {
    put("d/", new byte[0]);
    put("d/e/", new byte[0]);
    put("d/e/x", bytes(1, 1));
    assertThat(store.delete(List.of("d/e/x", "d/e/", "d/"))).isEmpty();
    assertThat(listAll(ListQuery.recursive(""))).isEmpty();
  }

  @Test
  void aMarkerIsRemovedAndWhatIsBelowItStays() throws IOException {
    put("d/", new byte[0]);
    put("d/x", bytes(1, 1));
    List<DeleteFailure> failures = store.delete(List.of("d/", "missing"));
    if (hasDirectories()) {
      assertThat(failures).extracting(DeleteFailure::key).containsExactly("d/");
      assertThat(failures.get(0).cause()).isInstanceOf(DirectoryNotEmptyException.class);
    } else {
      assertThat(failures).isEmpty();
      assertThat(Stores.exists(store, "d/")).isFalse();
    }
    assertThat(read("d/x")).isEqualTo(bytes(1, 1));
  }

  @Test
  void oneDeleteHasALimit() {
    List<String> keys = Collections.nCopies(store.limits().keysPerDelete() + 1, "x");
    assertThatThrownBy(() -> store.delete(keys)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyMayStandBesideAPrefixOrIsRefused() throws IOException {
    put("p", bytes(1, 5));
    if (has(Capability.KEY_BESIDE_PREFIX)) {
      put("p/q", bytes(2, 6));
      assertThat(read("p/q")).isEqualTo(bytes(2, 6));
      assertThat(listAll(ListQuery.children(""))).containsExactly("p", "p/");
      store.delete(List.of("p/q"));
    } else {
      assertThatThrownBy(() -> put("p/q", bytes(2, 6))).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> store.stat("p/q")).isInstanceOf(FileNotFoundException.class);
      put("r/s", bytes(3, 7));
      assertThatThrownBy(() -> put("r", bytes(2, 6))).isInstanceOf(IOException.class);
      assertThat(read("r/s")).isEqualTo(bytes(3, 7));
    }
    assertThat(read("p")).isEqualTo(bytes(1, 5));
    assertThat(listAll(ListQuery.recursive("p"))).containsExactly("p");
  }

  @Test
  void aMissingRootIsSaidToBe() throws Exception {
    ObjectStore missing = open(missingRoot());
    List<ThrowingCallable> calls =
        List.of(
            () -> missing.list(ListQuery.recursive("")),
            () -> missing.list(ListQuery.children("a/")),
            () -> missing.put("a/x", NOTHING, PutOptions.none()),
            () -> missing.startUpload("a/x", PutOptions.none()).uploadPart(1, 0, ONE));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(NoSuchBucketException.class)
          .hasMessageContaining(missing.root().toString().replaceAll("/$", ""));
    }
    assertThatThrownBy(() -> missing.stat("a/x")).isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void anInterruptedThreadGetsAnExceptionAndKeepsItsFlag() throws IOException {
    put("x", bytes(1, 100));
    List<ThrowingCallable> calls =
        List.of(
            () -> store.stat("x"),
            () -> store.list(ListQuery.recursive("")),
            () -> store.put("y", NOTHING, PutOptions.none()),
            () -> store.delete(List.of("x")),
            () -> read("x"));
    for (ThrowingCallable call : calls) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(call).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).as("flag kept").isTrue();
    }
    assertThat(read("x")).isEqualTo(bytes(1, 100));
  }

  @Test
  void aClosedStoreFails() throws Exception {
    ObjectStore another = open(store.root());
    another.close();
    another.close();
    assertThatThrownBy(() -> another.stat("x")).isInstanceOf(Exception.class);
    put("x", bytes(1, 1));
  }

  @Test
  void theStoreSaysWhatItIs() {
    assertThat(store.capabilities()).isUnmodifiable();
    assertThat(store.limits().minPartSize()).isPositive();
    assertThat(ObjectUri.parse(store.root().toString())).isEqualTo(store.root());
  }
}
