package io.s3dlio.store.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.Capability;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.IoEvents;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.Operation;
import io.s3dlio.store.Part;
import io.s3dlio.store.PreconditionFailedException;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadGoneException;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.WriteId;
import io.s3dlio.store.WriteInDoubtException;
import io.s3dlio.store.config.StoreConfig;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.FileAlreadyExistsException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Writes whose answer is lost: our own is a success told once, another's is a refusal. */
final class LostAnswerTest {
  private static final CopyOptions IF_ABSENT_COPY =
      CopyOptions.none().withCondition(PutCondition.ifAbsent());

  @Test
  void aPutThatTookEffectSucceeds() throws IOException {
    try (Bench bench = new Bench(FaultPlan.script().then(Operation.PUT, Fault.LOST_ANSWER))) {
      ObjectStat stat = bench.store.put("a", Bench.bytes("ours"), PutOptions.ifAbsent());
      assertThat(stat.size()).isEqualTo(4);
      assertThat(stat.etag()).isEqualTo(bench.memory.stat("a").etag());
      assertThat(bench.events).containsExactly("PUT a 1");
    }
  }

  @Test
  void aPutThatAnotherWriterForestalledIsRefused() throws IOException {
    var script = FaultPlan.script();
    try (Bench bench = new Bench(script)) {
      script.then(Operation.PUT, Fault.LOST_REQUEST, () -> another(bench));
      assertThatThrownBy(() -> bench.store.put("a", Bench.bytes("ours"), PutOptions.ifAbsent()))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThat(bench.memory.stat("a").size()).isEqualTo("another".length());
    }
  }

  @Test
  void aRefusalAtTheFirstAttemptCostsNoCheck() throws IOException {
    var script = FaultPlan.script();
    try (Bench bench = new Bench(script)) {
      another(bench);
      script.then(Operation.STAT, Fault.NONE, LostAnswerTest::mustNotHappen);
      assertThatThrownBy(() -> bench.store.put("a", Bench.bytes("ours"), PutOptions.ifAbsent()))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
  }

  @Test
  void aRefusedConnectionRaisesNoDoubt() throws IOException {
    var script = FaultPlan.script().then(Operation.PUT, Fault.REFUSED);
    try (Bench bench = new Bench(script)) {
      another(bench);
      script.then(Operation.STAT, Fault.NONE, LostAnswerTest::mustNotHappen);
      assertThatThrownBy(() -> bench.store.put("a", Bench.bytes("ours"), PutOptions.ifAbsent()))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
  }

  @Test
  void aPutIsInDoubtWhenTheObjectIsGoneAgain() {
    var script = FaultPlan.script().then(Operation.PUT, Fault.LOST_ANSWER);
    try (Bench bench = new Bench(script)) {
      script.then(Operation.STAT, Fault.NONE, () -> bench.memory.delete(List.of("a")));
      assertThatThrownBy(() -> bench.store.put("a", Bench.bytes("ours"), PutOptions.ifAbsent()))
          .isInstanceOf(WriteInDoubtException.class)
          .hasMessageContaining("memory://bench/a")
          .hasMessageContaining("not there now")
          .hasCauseInstanceOf(FileAlreadyExistsException.class);
    }
  }

  @Test
  void aPutIsInDoubtWhenItsStatusCannotBeRead() {
    var script = FaultPlan.script().then(Operation.PUT, Fault.LOST_ANSWER);
    for (int i = 0; i < 7; i++) {
      script.then(Operation.STAT, Fault.LOST_REQUEST);
    }
    try (Bench bench = new Bench(script)) {
      assertThatThrownBy(() -> bench.store.put("a", Bench.bytes("ours"), PutOptions.ifAbsent()))
          .isInstanceOf(WriteInDoubtException.class)
          .hasMessageContaining("after 7 attempts");
    }
  }

  @Test
  void aPutIsInDoubtOnAStoreWithoutMetadata() {
    try (Bench bench = new Bench(FaultPlan.script().then(Operation.PUT, Fault.LOST_ANSWER))) {
      ObjectStore store = retrying(bench, withoutMetadata(bench.faulty));
      assertThatThrownBy(() -> store.put("a", Bench.bytes("ours"), PutOptions.ifAbsent()))
          .isInstanceOf(WriteInDoubtException.class)
          .hasMessageContaining("no mark");
    }
  }

  @Test
  void aCompareAndSwapThatTookEffectSucceeds() throws IOException {
    try (Bench bench = new Bench(FaultPlan.script().then(Operation.PUT, Fault.LOST_ANSWER))) {
      ObjectStat stat = bench.store.put("a", Bench.bytes("next"), ifMatch(another(bench)));
      assertThat(stat.size()).isEqualTo(4);
    }
  }

  @Test
  void aCompareAndSwapThatAnotherWriterForestalledIsRefused() throws IOException {
    var script = FaultPlan.script();
    try (Bench bench = new Bench(script)) {
      ObjectStat before = another(bench);
      script.then(Operation.PUT, Fault.LOST_REQUEST, () -> another(bench));
      assertThatThrownBy(() -> bench.store.put("a", Bench.bytes("next"), ifMatch(before)))
          .isInstanceOf(PreconditionFailedException.class);
    }
  }

  @Test
  void onlyConditionalPutsAndUploadsAreMarkedAndACallersMarkStays() throws IOException {
    try (Bench bench = new Bench(FaultPlan.script())) {
      WriteId mine = WriteId.random();
      bench.store.put("plain", Bench.bytes("a"), PutOptions.none());
      bench.store.put("conditional", Bench.bytes("a"), PutOptions.ifAbsent());
      bench.store.put("mine", Bench.bytes("a"), PutOptions.ifAbsent().withWriteId(mine));
      complete(bench.store, "upload", PutOptions.none());
      assertThat(bench.memory.stat("plain").writeId()).isEmpty();
      assertThat(bench.memory.stat("conditional").writeId()).isPresent();
      assertThat(bench.memory.stat("mine").writeId()).contains(mine);
      assertThat(bench.memory.stat("upload").writeId()).isPresent();
    }
  }

  @Test
  void aCompleteThatTookEffectSucceedsWithAndWithoutConditionAndIsNotAborted() throws IOException {
    for (PutOptions options : List.of(PutOptions.none(), PutOptions.ifAbsent())) {
      var script = FaultPlan.script().then(Operation.COMPLETE, Fault.LOST_ANSWER);
      script.then(Operation.ABORT, Fault.NONE, LostAnswerTest::mustNotHappen);
      try (Bench bench = new Bench(script)) {
        assertThat(complete(bench.store, "a", options).size()).isEqualTo(4);
        assertThat(bench.events).containsExactly("COMPLETE a 1");
        assertThat(bench.faulty.open()).isZero();
      }
    }
  }

  @Test
  void aCompleteThatAnotherWriterForestalledIsRefused() {
    var script = FaultPlan.script();
    try (Bench bench = new Bench(script)) {
      script.then(Operation.COMPLETE, Fault.LOST_REQUEST, () -> another(bench));
      assertThatThrownBy(() -> complete(bench.store, "a", PutOptions.ifAbsent()))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
  }

  @Test
  void aConditionalCompleteOfAGoneUploadUnderAnothersObjectIsRefused() {
    var script = FaultPlan.script();
    try (Bench bench = new Bench(script)) {
      script.then(
          Operation.COMPLETE,
          Fault.LOST_REQUEST,
          () -> {
            another(bench);
            abortAll(bench);
          });
      assertThatThrownBy(() -> complete(bench.store, "a", PutOptions.ifAbsent()))
          .isInstanceOf(FileAlreadyExistsException.class)
          .hasCauseInstanceOf(UploadGoneException.class);
    }
  }

  @Test
  void anUnconditionalCompleteOfAGoneUploadIsInDoubtUnderAnothersObject() {
    var script = FaultPlan.script();
    try (Bench bench = new Bench(script)) {
      script.then(
          Operation.COMPLETE,
          Fault.LOST_REQUEST,
          () -> {
            another(bench);
            abortAll(bench);
          });
      assertThatThrownBy(() -> complete(bench.store, "a", PutOptions.none()))
          .isInstanceOf(WriteInDoubtException.class);
    }
  }

  @Test
  void anUploadGoneAtTheFirstAttemptIsToldAsIs() {
    var script = FaultPlan.script();
    try (Bench bench = new Bench(script)) {
      script.then(Operation.COMPLETE, Fault.NONE, () -> abortAll(bench));
      assertThatThrownBy(() -> complete(bench.store, "a", PutOptions.none()))
          .isInstanceOf(UploadGoneException.class);
    }
  }

  @Test
  void aConditionalCopyKnowsItsOwn() throws IOException {
    try (Bench bench = new Bench(FaultPlan.script().then(Operation.COPY, Fault.LOST_ANSWER))) {
      ObjectStat source = another(bench);
      ObjectStat copied = bench.store.copy("a", "b", IF_ABSENT_COPY);
      assertThat(copied.size()).isEqualTo(source.size());
      assertThat(bench.memory.stat("b").writeId()).isEqualTo(copied.writeId()).isPresent();
    }
  }

  @Test
  void aConditionalCopyKnowsAnothers() throws IOException {
    var script = FaultPlan.script();
    try (Bench bench = new Bench(script)) {
      another(bench);
      script.then(
          Operation.COPY,
          Fault.LOST_REQUEST,
          () -> bench.memory.put("b", Bench.bytes("others"), PutOptions.none()));
      assertThatThrownBy(() -> bench.store.copy("a", "b", IF_ABSENT_COPY))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
  }

  @Test
  void aConditionalCopyWithoutAMarkIsInDoubt() throws IOException {
    try (Bench bench = new Bench(FaultPlan.script().then(Operation.COPY, Fault.LOST_ANSWER))) {
      another(bench);
      ObjectStore store = retrying(bench, withoutMetadata(bench.faulty));
      assertThatThrownBy(() -> store.copy("a", "b", IF_ABSENT_COPY))
          .isInstanceOf(WriteInDoubtException.class);
    }
  }

  private static ObjectStat another(Bench bench) throws IOException {
    return bench.memory.put("a", Bench.bytes("another"), PutOptions.none());
  }

  private static void abortAll(Bench bench) throws IOException {
    for (var pending : bench.memory.listUploads(UploadQuery.of("")).uploads()) {
      bench.memory.resumeUpload(pending.token()).close();
    }
  }

  private static ObjectStat complete(ObjectStore store, String key, PutOptions options)
      throws IOException {
    try (Upload upload = store.startUpload(key, options)) {
      Part part = upload.uploadPart(1, 0, Bench.bytes("ours"));
      return upload.complete(List.of(part));
    }
  }

  private static PutOptions ifMatch(ObjectStat stat) {
    return PutOptions.none().withCondition(PutCondition.ifMatch(stat.etag()));
  }

  private static void mustNotHappen() {
    throw new AssertionError("a request that the budget does not allow");
  }

  private static ObjectStore retrying(Bench bench, ObjectStore store) {
    return new RetryingStore(store, StoreConfig.defaults().retry(), bench.runtime, IoEvents.NONE);
  }

  private static ObjectStore withoutMetadata(ObjectStore store) {
    Set<Capability> fewer = EnumSet.copyOf(store.capabilities());
    fewer.remove(Capability.METADATA);
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("capabilities")) {
                return fewer;
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
