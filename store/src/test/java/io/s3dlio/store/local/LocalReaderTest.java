package io.s3dlio.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ReadHints;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What reading local files adds to the contract: the pin is the inode. */
final class LocalReaderTest extends LocalStoreFixture {

  @Test
  void whatIsAppendedIsReadToo() throws IOException {
    LocalStore store = open();
    Path file = directory.resolve("log");
    Files.writeString(file, "one");
    try (ObjectReader reader = store.open("log", ReadHints.none())) {
      assertThat(read(reader, ByteRange.from(0))).isEqualTo("one");
      assertThatThrownBy(() -> reader.get(ByteRange.from(4))).isInstanceOf(EOFException.class);
      Files.writeString(file, "two", StandardOpenOption.APPEND);
      assertThat(read(reader, ByteRange.from(3))).isEqualTo("two");
      assertThat(read(reader, ByteRange.suffix(4))).isEqualTo("etwo");
    }
  }

  @Test
  void anEtagTakenBeforeAnAppendStillNamesTheFile() throws IOException {
    LocalStore store = open();
    Path file = directory.resolve("log");
    Files.writeString(file, "one");
    ObjectStat before = store.stat("log");
    Files.writeString(file, "two", StandardOpenOption.APPEND);
    assertThat(store.stat("log").etag()).isNotEqualTo(before.etag());
    try (ObjectReader reader = store.open("log", ReadHints.of(before))) {
      assertThat(read(reader, ByteRange.from(0))).isEqualTo("onetwo");
    }
  }

  @Test
  void aFileCutShortIsSaidToHaveChanged() throws IOException {
    LocalStore store = open();
    Path file = directory.resolve("x");
    Files.writeString(file, "0123456789");
    ObjectStat before = store.stat("x");
    try (ObjectReader reader = store.open("x", ReadHints.none());
        ReadableByteChannel channel = reader.get(ByteRange.from(0))) {
      channel.read(ByteBuffer.allocate(4));
      try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
        other.truncate(4);
      }
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(4)))
          .isInstanceOf(ObjectChangedException.class)
          .hasMessageContaining("shorter");
    }
    try (ObjectReader reader = store.open("x", ReadHints.of(before))) {
      assertThatThrownBy(() -> reader.get(ByteRange.from(0)))
          .isInstanceOf(ObjectChangedException.class)
          .hasMessageContaining("4 bytes, expected 10");
    }
  }

  @Test
  void aReplacedFileIsNeverMixedInEvenWhenItsInodeNumberComesBack() throws IOException {
    LocalStore store = open();
    put(store, "x", "first");
    try (ObjectReader reader = store.open("x", ReadHints.none())) {
      assertThat(read(reader, ByteRange.of(0, 2))).isEqualTo("fi");
      for (int i = 0; i < 50; i++) {
        put(store, "x", "other" + i);
        assertThatThrownBy(() -> reader.get(ByteRange.from(2)))
            .isInstanceOf(ObjectChangedException.class);
      }
    }
  }

  @Test
  void anInterruptHurtsOnlyItsOwnThread() throws Exception {
    LocalStore store = open();
    put(store, "x", "0123456789");
    try (ObjectReader reader = store.open("x", ReadHints.none());
        ReadableByteChannel mine = reader.get(ByteRange.from(0));
        ReadableByteChannel others = reader.get(ByteRange.from(0))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> mine.read(ByteBuffer.allocate(5)))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(others.read(ByteBuffer.allocate(5))).isEqualTo(5);
      assertThat(read(reader, ByteRange.from(5))).isEqualTo("56789");
    }
  }

  @Test
  void anInterruptDuringAReadIsTranslated() throws Exception {
    LocalStore store = open();
    put(store, "x", "0123456789");
    Source interrupting = new Source();
    assertThatThrownBy(
            () -> store.call("read", "x", () -> interrupting.read(directory.resolve("x"))))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Is interrupted between the check and the system call. */
  private static final class Source {
    int read(Path path) throws IOException {
      try (FileOpener.Source source = new BufferedFiles().source(path)) {
        Thread.currentThread().interrupt();
        return source.read(0, 5, ByteBuffer.allocate(5));
      }
    }
  }

  @Test
  void aReaderKeepsFewFilesOpenAndNoneWhenClosed() throws Exception {
    LocalStore store = open();
    put(store, "x", "0123456789");
    ObjectReader reader = store.open("x", ReadHints.none());
    assertThat(openFiles()).isEmpty();
    ReadableByteChannel[] channels = new ReadableByteChannel[20];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = reader.get(ByteRange.from(i % 10));
    }
    assertThat(openFiles()).hasSize(20);
    for (ReadableByteChannel channel : channels) {
      channel.close();
    }
    assertThat(openFiles()).hasSize(4);
    reader.close();
    assertThat(openFiles()).isEmpty();
  }

  @Test
  void aStoreClosesTheFilesOfItsReaders() throws Exception {
    LocalStore store = open();
    put(store, "x", "0123456789");
    ObjectReader reader = store.open("x", ReadHints.none());
    ReadableByteChannel channel = reader.get(ByteRange.from(0));
    store.close();
    assertThat(openFiles()).isEmpty();
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
    channel.close();
  }

  @Test
  void aFailedGetLeavesNothingOpen() throws Exception {
    LocalStore store = open();
    put(store, "x", "0123456789");
    Files.createDirectory(directory.resolve("d"));
    try (ObjectReader reader = store.open("d", ReadHints.none())) {
      assertThatThrownBy(() -> reader.get(ByteRange.from(0)))
          .isInstanceOf(FileNotFoundException.class);
    }
    try (ObjectReader reader = store.open("x", ReadHints.none().withEtag("1-2-3"))) {
      assertThatThrownBy(() -> reader.get(ByteRange.from(0)))
          .isInstanceOf(ObjectChangedException.class);
      assertThat(openFiles()).isEmpty();
    }
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatIsNoFileIsNoObjectAndIsNotWaitedFor() throws Exception {
    LocalStore store = open();
    run("mkfifo", directory.resolve("pipe").toString());
    assertThatThrownBy(() -> read(store, "pipe")).isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> store.stat("pipe")).isInstanceOf(FileNotFoundException.class);
    assertThat(list(store, io.s3dlio.store.ListQuery.recursive(""))).isEmpty();
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
