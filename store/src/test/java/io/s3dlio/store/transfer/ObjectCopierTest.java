package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.Capability;
import io.s3dlio.store.Limits;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.config.StoreConfig;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Copies where, as on s3, the service judges no condition of a copy and copies little at once. */
final class ObjectCopierTest extends EngineTest {

  private static final int LARGEST_COPY = 50_000;

  private final ObjectCopier copier =
      new ObjectCopier(store, runtime, new StoreConfig.Write(100_000, 3));
  private final Thread caller = Thread.currentThread();

  @Override
  Limits limits() {
    return new Limits(1000, 1, 20_000, 10_000, 1 << 20, LARGEST_COPY);
  }

  @Override
  Set<Capability> withoutCapabilities() {
    return EnumSet.of(Capability.CONDITIONAL_COPY);
  }

  @Test
  void aSmallUnconditionalCopyIsOneOperation() throws IOException {
    byte[] bytes = putObject("a", 50_000);
    assertThat(copier.copy("a", "b", PutCondition.always()).size()).isEqualTo(50_000);
    assertThat(store.requests()).containsExactly("STAT a", "COPY a");
    assertThat(object("b")).isEqualTo(bytes);
    ObjectStat known = store.stat("a");
    store.forget();
    copier.copy(known, "c", PutCondition.always());
    assertThat(store.requests()).containsExactly("COPY a");
  }

  @Test
  void aLargeCopyIsMadeInPartsSideBySide() throws IOException {
    byte[] bytes = putObject("a", 199_999);
    ObjectStat stat = store.stat("a");
    store.failWhen(
        request -> {
          if (request.startsWith("START")) {
            store.holdUntilInFlight(3);
          }
        });
    copier.copy(stat, "b", PutCondition.always());
    assertThat(object("b")).isEqualTo(bytes);
    assertThat(store.count("COPYPART")).isEqualTo(10);
    assertThat(store.mostInFlight()).isEqualTo(3);
  }

  @Test
  void aConditionalCopyIsJudgedByComplete() throws IOException {
    byte[] bytes = putObject("a", 10);
    copier.copy("a", "b", PutCondition.ifAbsent());
    assertThat(store.count("COMPLETE")).isEqualTo(1);
    assertThat(object("b")).isEqualTo(bytes);
    assertThatThrownBy(() -> copier.copy("a", "b", PutCondition.ifAbsent()))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void anEmptySourceIsAConditionalPut() throws IOException {
    putObject("a", 0);
    copier.copy("a", "b", PutCondition.ifAbsent());
    assertThat(store.requests()).containsExactly("STAT a", "PUT b 0");
    assertThatThrownBy(() -> copier.copy("a", "b", PutCondition.ifAbsent()))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void metadataAndHeadersGoAlong() throws IOException {
    for (int length : new int[] {0, 10, 100_000}) {
      PutOptions options =
          PutOptions.none()
              .withHeaders(Map.of("content-type", "text/plain"))
              .withMetadata(Map.of("colour", "blue"));
      try (var writer =
          new PartWriter(store, "a", options, runtime, new StoreConfig.Write(20_000, 2))) {
        writer.write(ByteBuffer.wrap(bytes(1, length)));
        writer.complete();
      }
      for (PutCondition condition : List.of(PutCondition.always(), PutCondition.ifAbsent())) {
        store.delete(List.of("b"));
        copier.copy("a", "b", condition);
        ObjectStat copied = store.stat("b");
        assertThat(copied.headers()).isEqualTo(Map.of("content-type", "text/plain"));
        assertThat(copied.metadata()).isEqualTo(Map.of("colour", "blue"));
      }
    }
  }

  @Test
  void aSourceThatChangedFails() throws IOException {
    putObject("a", 100);
    ObjectStat before = store.stat("a");
    putObject("a", 101);
    assertThatThrownBy(() -> copier.copy(before, "b", PutCondition.always()))
        .isInstanceOf(ObjectChangedException.class);
    assertThatThrownBy(() -> copier.copy("missing", "b", PutCondition.always()))
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void aCopyInPartsIsOfTheVersionShownToo() throws IOException {
    for (int length : new int[] {0, 100, 100_000}) {
      putObject("a", 7);
      ObjectStat before = store.stat("a");
      putObject("a", length);
      assertThatThrownBy(() -> copier.copy(before, "b", PutCondition.ifAbsent()))
          .isInstanceOf(ObjectChangedException.class)
          .hasMessageContaining("a");
      assertThat(store.requests()).containsExactly("STAT a");
    }
  }

  @Test
  void anInterruptedCopyLeavesNoUpload() throws IOException {
    putObject("a", 199_999);
    store.failWhen(
        request -> {
          if (request.startsWith("COPYPART 4")) {
            caller.interrupt();
          }
        });
    assertThatThrownBy(() -> copier.copy("a", "b", PutCondition.always()))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.listUploads(UploadQuery.of("")).uploads()).isEmpty();
  }

  @Test
  void aFailedPartLeavesNothing() throws IOException {
    putObject("a", 199_999);
    store.failWhen(
        request -> {
          if (request.startsWith("COPYPART 4")) {
            throw new TransientException("reset");
          }
        });
    assertThatThrownBy(() -> copier.copy("a", "b", PutCondition.always()))
        .isInstanceOf(TransientException.class);
    assertThat(store.requests()).contains("CLOSE").noneMatch(r -> r.startsWith("COMPLETE"));
  }

  @Test
  void manyLargeCopiesRunOnIoThreads() throws IOException {
    byte[] bytes = putObject("a", 100_000);
    runtime
        .parallel()
        .forEach(
            List.of("b", "c", "d", "e", "f", "g", "h", "i", "j", "k").iterator(),
            16,
            target -> copier.copy("a", target, PutCondition.ifAbsent()));
    assertThat(object("k")).isEqualTo(bytes);
  }

  @Test
  void partsStayWithinWhatS3Takes() {
    var s3 = new Limits(1000, 5 << 20, 5L << 30, 10_000, 5L << 30, 5L << 30);
    for (long size : new long[] {1, 64 << 20, (64 << 20) + 1, 5L << 30, 5L << 40}) {
      List<ByteRange> ranges = ObjectCopier.ranges(size, s3);
      assertThat(ranges).hasSizeLessThanOrEqualTo(10_000);
      assertThat(ranges.stream().mapToLong(ByteRange::length).sum()).isEqualTo(size);
      for (int i = 0; i < ranges.size() - 1; i++) {
        assertThat(ranges.get(i).length()).isBetween(s3.minPartSize(), s3.maxPartSize());
        assertThat(ranges.get(i + 1).offset()).isEqualTo(ranges.get(i).end());
      }
    }
  }
}
