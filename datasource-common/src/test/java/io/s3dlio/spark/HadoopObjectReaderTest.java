package io.s3dlio.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectChangedException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On Hadoop's own local FileSystem, with its checksums. */
final class HadoopObjectReaderTest {

  private static final int SIZE = 300_000;

  @TempDir Path directory;

  private final Configuration settings = new Configuration();
  private final byte[] content = new byte[SIZE];

  @BeforeEach
  void write() throws IOException {
    new Random(1).nextBytes(content);
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(directory.resolve("f").toUri());
    try (var out = FileSystem.get(path.toUri(), settings).create(path)) {
      out.write(content);
    }
  }

  private HadoopObjectReader open(long length) throws IOException {
    ListedFile file = ListedFile.of(directory.resolve("f").toUri().toString(), length, 0);
    return HadoopFiles.open(settings, file, ReadPattern.SEQUENTIAL);
  }

  private static byte[] readAll(ReadableByteChannel channel, ByteBuffer buffer) throws IOException {
    try (channel) {
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
    }
    buffer.flip();
    byte[] read = new byte[buffer.remaining()];
    buffer.get(read);
    return read;
  }

  @Test
  void rangesAreRead() throws IOException {
    try (HadoopObjectReader reader = open(SIZE)) {
      for (ByteBuffer buffer :
          new ByteBuffer[] {ByteBuffer.allocate(SIZE + 9), ByteBuffer.allocateDirect(SIZE + 9)}) {
        assertThat(readAll(reader.get(ByteRange.from(0)), buffer.clear())).isEqualTo(content);
        assertThat(readAll(reader.get(ByteRange.of(1000, 70_000)), buffer.clear()))
            .isEqualTo(Arrays.copyOfRange(content, 1000, 71_000));
        assertThat(readAll(reader.get(ByteRange.suffix(7)), buffer.clear()))
            .isEqualTo(Arrays.copyOfRange(content, SIZE - 7, SIZE));
        assertThat(readAll(reader.get(ByteRange.from(SIZE)), buffer.clear())).isEmpty();
      }
      assertThatThrownBy(() -> reader.get(ByteRange.from(SIZE + 1)))
          .isInstanceOf(EOFException.class);
      assertThat(reader.stat().size()).isEqualTo(SIZE);
      assertThat(reader.bytesRead()).isEqualTo(2L * (SIZE + 70_000 + 7));
      assertThat(reader.reads()).isPositive();
    }
  }

  @Test
  void channelsThatAreOpenTogetherDoNotDisturbEachOther() throws IOException {
    try (HadoopObjectReader reader = open(SIZE);
        ReadableByteChannel one = reader.get(ByteRange.from(0));
        ReadableByteChannel other = reader.get(ByteRange.from(SIZE / 2))) {
      byte[] first = new byte[SIZE / 2];
      byte[] second = new byte[SIZE / 2];
      ByteBuffer a = ByteBuffer.wrap(first);
      ByteBuffer b = ByteBuffer.wrap(second);
      while (a.hasRemaining() || b.hasRemaining()) {
        one.read(a.limit(Math.min(a.position() + 999, first.length)));
        other.read(b.limit(Math.min(b.position() + 777, second.length)));
        a.limit(first.length);
        b.limit(second.length);
      }
      assertThat(first).isEqualTo(Arrays.copyOf(content, SIZE / 2));
      assertThat(second).isEqualTo(Arrays.copyOfRange(content, SIZE / 2, SIZE));
    }
  }

  @Test
  void positionsAreRead() throws IOException {
    try (HadoopObjectReader reader = open(SIZE)) {
      ByteBuffer direct = ByteBuffer.allocateDirect(100_000);
      reader.readFully(5, direct);
      byte[] read = new byte[100_000];
      direct.flip().get(read);
      assertThat(read).isEqualTo(Arrays.copyOfRange(content, 5, 100_005));
      assertThatThrownBy(() -> reader.readFully(SIZE - 9, ByteBuffer.allocate(10)))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void aFileThatBecameShorterIsNoShortEnd() throws IOException {
    try (HadoopObjectReader reader = open(SIZE + 1)) {
      assertThatThrownBy(
              () -> readAll(reader.get(ByteRange.from(0)), ByteBuffer.allocate(SIZE * 2)))
          .isInstanceOf(ObjectChangedException.class)
          .hasMessageContaining("ends at " + SIZE);
    }
  }

  @Test
  void aFileThatBecameLongerEndsWhereItDidWhenListed() throws IOException {
    try (HadoopObjectReader reader = open(SIZE - 1)) {
      assertThat(readAll(reader.get(ByteRange.from(0)), ByteBuffer.allocate(SIZE * 2)))
          .isEqualTo(Arrays.copyOf(content, SIZE - 1));
    }
    Files.delete(directory.resolve("f"));
    assertThatThrownBy(() -> open(SIZE)).isInstanceOf(java.io.FileNotFoundException.class);
  }

  /** On our own FileSystem and on Hadoop's; only ours reads together on the oldest Hadoop. */
  @Test
  void rangesThatWereAnnouncedAreReadTogether() throws IOException {
    settings.set("fs.direct.impl", "io.s3dlio.fs.StoreFileSystem");
    List<ByteRange> ranges = new ArrayList<>();
    for (int at = 0; at + 700 < SIZE; at += 1000) {
      ranges.add(ByteRange.of(at, at % 700));
    }
    for (String path : List.of("direct://" + directory + "/f", "file:" + directory + "/f")) {
      try (HadoopObjectReader reader =
          HadoopFiles.open(settings, ListedFile.of(path, SIZE, 0), ReadPattern.RANDOM)) {
        reader.announce(ranges);
        long expected = 0;
        for (int i = 0; i < ranges.size(); i++) {
          // Some are not taken after all, and some were not announced.
          if (i % 7 == 0) {
            continue;
          }
          ByteRange range = i % 11 == 0 ? ByteRange.of(i, 9) : ranges.get(i);
          byte[] read = readAll(reader.get(range), ByteBuffer.allocate(1000));
          assertThat(read)
              .isEqualTo(Arrays.copyOfRange(content, (int) range.offset(), (int) range.end()));
          expected += range.length();
        }
        assertThat(reader.bytesRead()).isEqualTo(expected);
      }
    }
  }

  @Test
  void whatIsReadAheadIsBounded() throws IOException {
    List<Integer> calls = new ArrayList<>();
    List<ByteRange> ranges = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      ranges.add(ByteRange.of(i * 10L, 10));
    }
    ranges.add(ByteRange.of(20_000, 5 << 20));
    for (int i = 0; i < 10; i++) {
      ranges.add(ByteRange.of((100L + i) << 20, 4 << 20));
    }
    RangesAhead ahead =
        new RangesAhead(
            some -> {
              calls.add(some.size());
              return some.stream()
                  .map(range -> ByteBuffer.allocate((int) range.length()))
                  .map(CompletableFuture::completedFuture)
                  .toList();
            },
            ranges);
    assertThat(calls).isEmpty();
    for (int i = 0; i < 1000; i++) {
      assertThat(ahead.take(ranges.get(i))).matches(bytes -> bytes.remaining() == 10);
    }
    assertThat(ahead.take(ranges.get(1000))).as("too large to be kept").isNull();
    for (int i = 1001; i < 1011; i++) {
      assertThat(ahead.take(ranges.get(i))).isNotNull();
    }
    assertThat(ahead.take(ranges.get(5))).as("its turn is over").isNull();
    assertThat(calls).allMatch(count -> count <= 128).hasSizeGreaterThan(8);
  }

  @Test
  void checksumsBesideAFileAreComparedUnlessTheFormatHasItsOwn() throws IOException {
    byte[] damaged = content.clone();
    damaged[SIZE / 2] ^= 1;
    Files.write(directory.resolve("f"), damaged);
    ListedFile file = ListedFile.of(directory.resolve("f").toUri().toString(), SIZE, 0);
    try (HadoopObjectReader reader = open(SIZE)) {
      assertThatThrownBy(() -> readAll(reader.get(ByteRange.from(0)), ByteBuffer.allocate(SIZE)))
          .isInstanceOf(ChecksumException.class);
    }
    try (HadoopObjectReader reader =
        HadoopFiles.open(settings, file, ReadPattern.SEQUENTIAL, HadoopFiles.Checksums.OF_FORMAT)) {
      assertThat(readAll(reader.get(ByteRange.from(0)), ByteBuffer.allocate(SIZE)))
          .isEqualTo(damaged);
    }
  }
}
