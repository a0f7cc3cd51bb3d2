package io.s3dlio.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What {@link Upload} and its tokens promise. */
abstract class ObjectStoreContractUploads extends ObjectStoreContractCopies {

  /** Two parts and a bit: the last part is small. */
  private byte[] body(long seed) {
    return bytes(seed, 2 * partSize() + 17);
  }

  private Upload start(String key) throws IOException {
    return store.startUpload(key, PutOptions.none());
  }

  @Test
  void partsBecomeOneObject() throws IOException {
    byte[] body = body(1);
    try (Upload upload = start("dir/x")) {
      ObjectStat written = upload.complete(sendParts(upload, body));
      assertThat(written.key()).isEqualTo("dir/x");
      assertThat(written.size()).isEqualTo(body.length);
      assertThat(written.etag()).isEqualTo(store.stat("dir/x").etag());
    }
    assertThat(read("dir/x")).isEqualTo(body);
    assertThat(store.stat("dir/x").size()).isEqualTo(body.length);
  }

  @Test
  void partsMayComeInAnyOrderFromManyThreads() throws Exception {
    int size = partSize();
    byte[] body = bytes(5, 5 * size + 1);
    try (Upload upload = start("x")) {
      List<Callable<Part>> actions = new ArrayList<>();
      for (int number = 6; number >= 1; number--) {
        int offset = (number - 1) * size;
        ByteBuffer part = ByteBuffer.wrap(body, offset, Math.min(size, body.length - offset));
        int current = number;
        actions.add(() -> upload.uploadPart(current, offset, part));
      }
      List<Part> parts = new ArrayList<>(together(actions));
      Collections.reverse(parts);
      upload.complete(parts);
    }
    assertThat(read("x")).isEqualTo(body);
  }

  @Test
  void oneSmallPartSuffices() throws IOException {
    try (Upload upload = start("x")) {
      upload.complete(sendParts(upload, bytes(1, 3)));
    }
    assertThat(read("x")).isEqualTo(bytes(1, 3));
  }

  @Test
  void nothingIsVisibleBeforeComplete() throws IOException {
    put("old", bytes(9, 9));
    try (Upload fresh = start("new/x");
        Upload over = start("old")) {
      List<Part> parts = sendParts(fresh, body(1));
      List<Part> overParts = sendParts(over, body(2));
      assertThatThrownBy(() -> store.stat("new/x")).isInstanceOf(FileNotFoundException.class);
      assertThat(read("old")).isEqualTo(bytes(9, 9));
      fresh.complete(parts);
      over.complete(overParts);
    }
    assertThat(read("new/x")).isEqualTo(body(1));
    assertThat(read("old")).isEqualTo(body(2));
  }

  @Test
  void closingBeforeCompleteAborts() throws IOException {
    Upload upload = start("x");
    List<Part> parts = sendParts(upload, body(1));
    upload.close();
    upload.close();
    assertThat(Stores.exists(store, "x")).isFalse();
    assertThatThrownBy(() -> upload.complete(parts)).isInstanceOf(UploadGoneException.class);
    assertThatThrownBy(() -> upload.uploadPart(1, 0, ByteBuffer.allocate(5)))
        .isInstanceOf(UploadGoneException.class);
    assertThat(Stores.exists(store, "x")).isFalse();
  }

  @Test
  void closingAfterCompleteKeepsTheObject() throws IOException {
    Upload upload = start("x");
    upload.complete(sendParts(upload, bytes(1, 10)));
    upload.close();
    upload.close();
    assertThat(read("x")).isEqualTo(bytes(1, 10));
  }

  @Test
  void partsThatAreNoWholeAreRefused() throws IOException {
    try (Upload upload = start("x")) {
      List<Part> parts = sendParts(upload, body(1));
      assertThatThrownBy(() -> upload.complete(List.of()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> upload.complete(List.of(parts.get(0), parts.get(2))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> upload.complete(List.of(parts.get(1), parts.get(0))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> upload.complete(parts.subList(1, 3)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> upload.uploadPart(0, 0, ByteBuffer.allocate(1)))
          .isInstanceOf(IllegalArgumentException.class);
      int most = store.limits().maxParts();
      assertThatThrownBy(() -> upload.uploadPart(most + 1, 0, ByteBuffer.allocate(1)))
          .isInstanceOf(IllegalArgumentException.class);
      upload.complete(parts);
    }
    assertThat(read("x")).isEqualTo(body(1));
  }

  @Test
  void aPartTheServiceDoesNotKnowIsSaidToBeGone() throws IOException {
    try (Upload upload = start("x")) {
      List<Part> parts = new ArrayList<>(sendParts(upload, bytes(1, 10)));
      Part real = parts.get(0);
      Part unknown = new Part(1, 0, 10, "00000000000000000000000000000000", OptionalInt.empty());
      assertThatThrownBy(() -> upload.complete(List.of(unknown)))
          .isInstanceOf(UploadGoneException.class);
      assertThat(Stores.exists(store, "x")).isFalse();
      upload.complete(List.of(real));
    }
    assertThat(read("x")).isEqualTo(bytes(1, 10));
  }

  @Test
  void theLastOfTwoPartsWithOneNumberCounts() throws IOException {
    try (Upload upload = start("x")) {
      upload.uploadPart(1, 0, ByteBuffer.wrap(bytes(1, 100)));
      Part last = upload.uploadPart(1, 0, ByteBuffer.wrap(bytes(2, 50)));
      upload.complete(List.of(last));
    }
    assertThat(read("x")).isEqualTo(bytes(2, 50));
  }

  @Test
  void theCallersBufferStaysAsItIs() throws IOException {
    ByteBuffer direct = ByteBuffer.allocateDirect(2000).put(0, bytes(1, 2000));
    for (ByteBuffer buffer : List.of(ByteBuffer.wrap(bytes(1, 2000)).asReadOnlyBuffer(), direct)) {
      buffer.position(3).limit(1003);
      try (Upload upload = start("x")) {
        Part part = upload.uploadPart(1, 0, buffer);
        assertThat(part.size()).isEqualTo(1000);
        assertThat(part.number()).isEqualTo(1);
        assertThat(part.offset()).isZero();
        assertThat(buffer.position()).isEqualTo(3);
        assertThat(buffer.limit()).isEqualTo(1003);
        upload.complete(List.of(part));
      }
      assertThat(read("x")).isEqualTo(slice(bytes(1, 2000), 3, 1003));
    }
  }

  @Test
  void anotherProcessGoesOnWithATokenAndParts() throws Exception {
    byte[] body = body(4);
    String token;
    List<String> lines = new ArrayList<>();
    try (Upload upload = start("d/x")) {
      lines.add(upload.uploadPart(1, 0, ByteBuffer.wrap(body, 0, partSize())).encode());
      token = upload.token().encode();
      upload.detach();
    }
    assertThat(Stores.exists(store, "d/x")).isFalse();
    ObjectStore another = open(store.root());
    try (Upload upload = another.resumeUpload(UploadToken.decode(another.root(), token))) {
      int rest = body.length - partSize();
      lines.add(upload.uploadPart(2, partSize(), ByteBuffer.wrap(body, partSize(), rest)).encode());
      List<Part> parts = new ArrayList<>();
      for (String line : lines) {
        parts.add(Part.decode(line));
      }
      upload.complete(parts);
    }
    assertThat(read("d/x")).isEqualTo(body);
  }

  @Test
  void anotherProcessAbortsWithAToken() throws Exception {
    Upload upload = start("x");
    List<Part> parts = sendParts(upload, bytes(1, 10));
    ObjectStore another = open(store.root());
    another.resumeUpload(upload.token()).close();
    assertThat(Stores.exists(store, "x")).isFalse();
    assertThatThrownBy(() -> another.resumeUpload(upload.token()).complete(parts))
        .isInstanceOf(UploadGoneException.class);
    if (isAbortKnownToAll()) {
      assertThatThrownBy(() -> upload.complete(parts)).isInstanceOf(UploadGoneException.class);
      upload.detach();
      upload.close();
      assertThat(Stores.exists(store, "x")).isFalse();
    } else {
      upload.complete(parts);
      assertThat(read("x")).isEqualTo(bytes(1, 10));
    }
  }

  @Test
  void aTokenOfAnotherRootIsRefused() throws Exception {
    ObjectUri other = newRoot();
    try (Upload upload = start("x")) {
      UploadToken token = upload.token();
      assertThat(token.root()).isEqualTo(store.root());
      assertThat(token.key()).isEqualTo("x");
      UploadToken moved = new UploadToken(other, "x", token.id(), token.options());
      assertThatThrownBy(() -> store.resumeUpload(moved))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> UploadToken.decode(other, token.encode()))
          .isInstanceOf(CorruptFormatException.class);
    }
  }

  @Test
  void ifAbsentIsJudgedOnComplete() throws IOException {
    if (!has(Capability.IF_ABSENT)) {
      refused(() -> store.startUpload("x", PutOptions.ifAbsent()));
      return;
    }
    try (Upload first = store.startUpload("x", PutOptions.ifAbsent());
        Upload second = store.startUpload("x", PutOptions.ifAbsent())) {
      List<Part> firstParts = sendParts(first, body(1));
      List<Part> secondParts = sendParts(second, body(2));
      second.complete(secondParts);
      assertThatThrownBy(() -> first.complete(firstParts))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
    assertThat(read("x")).isEqualTo(body(2));
  }

  @Test
  void ifMatchIsJudgedOnComplete() throws IOException {
    ObjectStat old = put("x", bytes(1, 10));
    PutOptions onOld = PutOptions.none().withCondition(PutCondition.ifMatch(old.etag()));
    if (!has(Capability.IF_MATCH)) {
      refused(() -> store.startUpload("x", onOld));
      return;
    }
    try (Upload first = store.startUpload("x", onOld);
        Upload second = store.startUpload("x", onOld)) {
      List<Part> firstParts = sendParts(first, body(1));
      List<Part> secondParts = sendParts(second, body(2));
      second.complete(secondParts);
      assertThatThrownBy(() -> first.complete(firstParts))
          .isInstanceOf(PreconditionFailedException.class);
    }
    assertThat(read("x")).isEqualTo(body(2));
  }

  @Test
  void headersMetadataAndWriteIdGoAlong() throws IOException {
    WriteId id = WriteId.random();
    PutOptions options =
        PutOptions.none()
            .withHeaders(Map.of("content-type", "text/plain"))
            .withMetadata(Map.of("owner", "me"))
            .withWriteId(id);
    if (!has(Capability.METADATA)) {
      refused(() -> store.startUpload("x", options));
      return;
    }
    try (Upload upload = store.startUpload("x", options)) {
      upload.complete(sendParts(upload, bytes(1, 10)));
    }
    ObjectStat stat = store.stat("x");
    assertThat(stat.headers()).containsEntry("content-type", "text/plain");
    assertThat(stat.metadata()).isEqualTo(Map.of("owner", "me"));
    assertThat(stat.writeId()).contains(id);
  }

  @Test
  void aPartMayBeCopiedOrThatIsRefused() throws IOException {
    int size = partSize();
    byte[] body = bytes(3, size + 40);
    ObjectStat source = put("source", body);
    try (Upload upload = store.startUpload("x", PutOptions.none().withCopiedParts())) {
      if (!has(Capability.PART_COPY)) {
        refused(() -> upload.copyPart(1, 0, "source", ByteRange.of(0, size), source.etag()));
        return;
      }
      List<Part> parts = new ArrayList<>();
      parts.add(upload.copyPart(1, 0, "source", ByteRange.of(40, size), source.etag()));
      parts.add(upload.uploadPart(2, size, ByteBuffer.wrap(bytes(4, 7))));
      put("source", bytes(9, 100));
      assertThatThrownBy(
              () -> upload.copyPart(3, size + 7L, "source", ByteRange.of(0, 10), source.etag()))
          .isInstanceOf(ObjectChangedException.class);
      upload.complete(parts);
    }
    byte[] written = read("x");
    assertThat(slice(written, 0, size)).isEqualTo(slice(body, 40, size + 40));
    assertThat(slice(written, size, size + 7)).isEqualTo(bytes(4, 7));
  }

  @Test
  void unfinishedUploadsAreListedOrThatIsRefused() throws IOException {
    if (!has(Capability.LIST_UPLOADS)) {
      refused(() -> store.listUploads(UploadQuery.of("")));
      return;
    }
    try (Upload a = start("u/a");
        Upload b = start("u/b");
        Upload other = start("v")) {
      UploadPage page = store.listUploads(UploadQuery.of("u/"));
      assertThat(page.uploads())
          .extracting(each -> each.token().id())
          .containsExactlyInAnyOrder(a.token().id(), b.token().id());
      assertThat(other.token().key()).isEqualTo("v");
      for (UploadPage.PendingUpload pending : page.uploads()) {
        store.resumeUpload(pending.token()).close();
      }
      assertThat(store.listUploads(UploadQuery.of("u/")).uploads()).isEmpty();
      assertThatThrownBy(() -> a.complete(List.of(a.uploadPart(1, 0, ByteBuffer.allocate(1)))))
          .isInstanceOf(UploadGoneException.class);
    }
  }
}
