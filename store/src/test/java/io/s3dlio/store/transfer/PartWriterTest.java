package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.PutOptions;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.config.StoreConfig;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PartWriterTest extends EngineTest {

  private static final int PART = 100_000;

  private PartWriter writer(String key, PutOptions options, int concurrency) {
    return new PartWriter(store, key, options, runtime, new StoreConfig.Write(PART, concurrency));
  }

  private static void writeAll(PartWriter writer, byte[] bytes, long seed) throws IOException {
    var random = new Random(seed);
    int at = 0;
    while (at < bytes.length) {
      int count = Math.min(bytes.length - at, 1 + random.nextInt(150_000));
      var source = ByteBuffer.wrap(bytes, at, count);
      writer.write(source);
      assertThat(source.hasRemaining()).isFalse();
      at += count;
      assertThat(writer.size()).isEqualTo(at);
    }
  }

  @Test
  void anEmptyObjectIsOnePut() throws IOException {
    try (PartWriter writer = writer("empty", PutOptions.none(), 4)) {
      assertThat(writer.complete().size()).isZero();
    }
    assertThat(store.requests()).containsExactly("PUT empty 0");
  }

  @Test
  void whatFitsOnePartIsOnePut() throws IOException {
    for (int length : new int[] {1, PART - 1, PART}) {
      store.forget();
      byte[] bytes = bytes(length, length);
      try (PartWriter writer = writer("small", PutOptions.none(), 4)) {
        writeAll(writer, bytes, length);
        writer.complete();
      }
      assertThat(store.requests()).containsExactly("PUT small " + length);
      assertThat(object("small")).isEqualTo(bytes);
    }
  }

  @Test
  void whatDoesNotIsSentInPartsSideBySideWithinTheLimit() throws IOException {
    byte[] bytes = bytes(5, 20 * PART + 17);
    store.holdUntilInFlight(1);
    try (PartWriter writer = writer("large", PutOptions.none(), 3)) {
      writer.write(ByteBuffer.wrap(bytes, 0, PART + 1));
      store.holdUntilInFlight(3);
      writer.write(ByteBuffer.wrap(bytes, PART + 1, bytes.length - PART - 1));
      assertThat(writer.complete().size()).isEqualTo(bytes.length);
    }
    assertThat(object("large")).isEqualTo(bytes);
    assertThat(store.mostInFlight()).isEqualTo(3);
    assertThat(store.requests()).contains("PART 2 at 100000 of 100000", "PART 21 at 2000000 of 17");
  }

  @Test
  void oddPiecesOfAnyLengthArriveWhole() throws IOException {
    for (long seed = 0; seed < 20; seed++) {
      byte[] bytes = bytes(seed, new Random(seed).nextInt(12 * PART));
      try (PartWriter writer = writer("seed" + seed, PutOptions.none(), 4)) {
        writeAll(writer, bytes, seed);
        writer.complete();
      }
      assertThat(object("seed" + seed)).as("seed %d", seed).isEqualTo(bytes);
    }
  }

  @Test
  void closingWithoutCompleteLeavesNothing() throws IOException {
    try (PartWriter writer = writer("aborted", PutOptions.none(), 4)) {
      writeAll(writer, bytes(1, 5 * PART), 1);
    }
    assertThat(store.requests()).contains("CLOSE").noneMatch(r -> r.startsWith("COMPLETE"));
    assertThatThrownBy(() -> store.stat("aborted")).isInstanceOf(IOException.class);
  }

  @Test
  void aFailedPartFailsEveryLaterCallInTheSameWords() throws IOException {
    store.failWhen(
        request -> {
          if (request.startsWith("PART 3")) {
            throw new StoreException("part three is unlucky");
          }
        });
    PartWriter writer = writer("failed", PutOptions.none(), 2);
    assertThatThrownBy(() -> writeAll(writer, bytes(2, 40 * PART), 2))
        .isInstanceOf(StoreException.class)
        .hasMessage("part three is unlucky");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(1)))
          .isInstanceOf(StoreException.class)
          .hasMessage("part three is unlucky");
      assertThatThrownBy(writer::complete).isInstanceOf(StoreException.class);
      assertThatThrownBy(writer::close)
          .isInstanceOf(StoreException.class)
          .hasMessage("part three is unlucky");
    }
    assertThat(store.requests()).contains("CLOSE").noneMatch(r -> r.startsWith("COMPLETE"));
  }

  @Test
  void tryWithResourcesGetsTheFailureOnce() {
    store.failWhen(
        request -> {
          if (request.startsWith("PUT")) {
            throw new StoreException("no");
          }
        });
    assertThatThrownBy(
            () -> {
              try (PartWriter writer = writer("failed", PutOptions.none(), 2)) {
                writer.complete();
              }
            })
        .isInstanceOf(StoreException.class)
        .hasMessage("no");
  }

  @Test
  void theConditionIsJudgedByPutAndByComplete() throws IOException {
    putObject("taken", 10);
    for (int length : new int[] {10, 3 * PART}) {
      PartWriter writer = writer("taken", PutOptions.ifAbsent(), 2);
      writer.write(ByteBuffer.wrap(bytes(3, length)));
      assertThatThrownBy(writer::complete).isInstanceOf(FileAlreadyExistsException.class);
      assertThatThrownBy(writer::close).isInstanceOf(FileAlreadyExistsException.class);
    }
    assertThat(object("taken")).hasSize(10);
  }

  @Test
  void aCompletedWriterTakesNoMore() throws IOException {
    PartWriter writer = writer("done", PutOptions.none(), 2);
    writer.complete();
    assertThatThrownBy(writer::complete).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(1)))
        .isInstanceOf(IllegalStateException.class);
    writer.close();
    writer.close();
    assertThat(object("done")).isEmpty();
  }

  @Test
  void anInterruptEndsTheWriteAndFreesTheStore() throws IOException {
    PartWriter writer = writer("interrupted", PutOptions.none(), 1);
    writer.write(ByteBuffer.wrap(bytes(4, 2 * PART)));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> writer.write(ByteBuffer.wrap(bytes(5, 20 * PART))))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      assertThatThrownBy(writer::close).isInstanceOf(InterruptedIOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(store.requests()).contains("CLOSE");
  }

  @Test
  void anIoThreadMayNotWrite() throws IOException {
    List<Throwable> caught = new ArrayList<>();
    try (PartWriter writer = writer("never", PutOptions.none(), 1)) {
      runtime.parallel().both(() -> 1, () -> caught.add(catchWrite(writer)), (a, b) -> a);
    }
    assertThat(caught).singleElement().isInstanceOf(IllegalStateException.class);
  }

  private static Throwable catchWrite(PartWriter writer) throws IOException {
    try {
      writer.write(ByteBuffer.allocate(1));
    } catch (IllegalStateException e) {
      return e;
    }
    throw new AssertionError("the write went through");
  }
}
