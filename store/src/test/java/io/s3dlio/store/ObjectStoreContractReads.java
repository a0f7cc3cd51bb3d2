package io.s3dlio.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What {@link ObjectReader} and {@link ByteRange} promise. */
abstract class ObjectStoreContractReads extends ObjectStoreContractBase {

  private static final byte[] TEN = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

  private ObjectReader reader(String key) {
    return store.open(key, ReadHints.none());
  }

  @Test
  void openSendsNothingSoAMissingObjectShowsAtTheFirstCall() throws IOException {
    try (ObjectReader reader = reader("missing")) {
      assertThatThrownBy(() -> reader.get(ByteRange.of(0, 1)))
          .isInstanceOf(FileNotFoundException.class);
    }
    try (ObjectReader reader = reader("missing")) {
      assertThatThrownBy(reader::stat).isInstanceOf(FileNotFoundException.class);
    }
  }

  @Test
  void anErrorNamesTheObject() throws IOException {
    try (ObjectReader reader = reader("a/missing")) {
      assertThatThrownBy(() -> reader.get(ByteRange.of(0, 1)))
          .hasMessageContaining(store.root().resolve("a/missing").toString());
    }
  }

  @Test
  void rangesAreHalfOpen() throws IOException {
    put("x", TEN);
    try (ObjectReader reader = reader("x")) {
      assertThat(read(reader, ByteRange.from(0))).isEqualTo(TEN);
      assertThat(read(reader, ByteRange.of(0, 10))).isEqualTo(TEN);
      assertThat(read(reader, ByteRange.of(3, 4))).containsExactly(3, 4, 5, 6);
      assertThat(read(reader, ByteRange.from(8))).containsExactly(8, 9);
      assertThat(read(reader, ByteRange.of(9, 1))).containsExactly(9);
    }
  }

  @Test
  void aRangeIsClippedToTheEnd() throws IOException {
    put("x", TEN);
    try (ObjectReader reader = reader("x")) {
      assertThat(read(reader, ByteRange.of(7, 100))).containsExactly(7, 8, 9);
      assertThat(read(reader, ByteRange.of(0, Long.MAX_VALUE - 1))).isEqualTo(TEN);
    }
  }

  @Test
  void aRangeThatStartsAtTheEndIsEmpty() throws IOException {
    put("x", TEN);
    try (ObjectReader reader = reader("x")) {
      assertThat(read(reader, ByteRange.of(10, 5))).isEmpty();
      assertThat(read(reader, ByteRange.from(10))).isEmpty();
      assertThat(read(reader, ByteRange.of(0, 2))).containsExactly(0, 1);
    }
  }

  @Test
  void aRangeThatStartsBeyondTheEndNamesTheSize() throws IOException {
    put("x", TEN);
    for (boolean pinned : new boolean[] {false, true}) {
      try (ObjectReader reader = reader("x")) {
        if (pinned) {
          read(reader, ByteRange.of(0, 1));
        }
        assertThatThrownBy(() -> reader.get(ByteRange.of(11, 1)))
            .isInstanceOf(EOFException.class)
            .hasMessageContaining("10");
        assertThatThrownBy(() -> reader.get(ByteRange.from(1L << 40)))
            .isInstanceOf(EOFException.class);
      }
    }
  }

  @Test
  void lengthZeroSendsNothing() throws IOException {
    try (ObjectReader reader = reader("missing")) {
      assertThat(read(reader, ByteRange.of(0, 0))).isEmpty();
      assertThat(read(reader, ByteRange.of(1000, 0))).isEmpty();
    }
  }

  @Test
  void anEmptyObjectIsNoError() throws IOException {
    ObjectStat written = put("empty", new byte[0]);
    try (ObjectReader reader = reader("empty")) {
      assertThat(read(reader, ByteRange.of(0, 100))).isEmpty();
      assertThat(read(reader, ByteRange.from(0))).isEmpty();
      assertThat(reader.stat().size()).isZero();
      assertThat(reader.stat().etag()).isEqualTo(written.etag());
      assertThatThrownBy(() -> reader.get(ByteRange.of(1, 1))).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void aSuffixIsTheLastBytesOrRefused() throws IOException {
    put("x", TEN);
    try (ObjectReader reader = reader("x")) {
      if (has(Capability.SUFFIX_RANGE)) {
        assertThat(read(reader, ByteRange.suffix(3))).containsExactly(7, 8, 9);
        assertThat(read(reader, ByteRange.suffix(100))).isEqualTo(TEN);
        assertThat(read(reader, ByteRange.suffix(0))).isEmpty();
        assertThat(reader.stat().size()).isEqualTo(10);
      } else {
        assertThatThrownBy(() -> reader.get(ByteRange.suffix(3)))
            .isInstanceOf(UnsupportedOperationException.class);
      }
    }
  }

  @Test
  void statOfAReaderIsThatOfTheStore() throws IOException {
    put("x", TEN);
    ObjectStat expected = store.stat("x");
    for (boolean read : new boolean[] {false, true}) {
      try (ObjectReader reader = reader("x")) {
        if (read) {
          read(reader, ByteRange.of(2, 3));
        }
        assertThat(reader.stat().key()).isEqualTo("x");
        assertThat(reader.stat().size()).isEqualTo(10);
        assertThat(reader.stat().etag()).isEqualTo(expected.etag());
      }
    }
  }

  @Test
  void statSendsNothingWhenTheHintsSaySizeAndEtag() throws IOException {
    ReadHints hints = ReadHints.none().withSize(123).withEtag("\"known\"");
    try (ObjectReader reader = store.open("missing", hints)) {
      assertThat(reader.stat()).isEqualTo(ObjectStat.of("missing", 123, "\"known\""));
    }
  }

  @Test
  void statKeepsWhatTheFirstAnswerSaid() throws IOException {
    put("x", TEN);
    try (ObjectReader reader = reader("x")) {
      read(reader, ByteRange.of(0, 1));
      ObjectStat before = reader.stat();
      put("x", bytes(1, 20));
      assertThat(reader.stat()).isEqualTo(before);
    }
  }

  @Test
  void anotherVersionIsNeverMixedIn() throws IOException {
    put("x", TEN);
    try (ObjectReader reader = reader("x")) {
      read(reader, ByteRange.of(0, 1));
      put("x", bytes(1, 10));
      assertThatThrownBy(() -> reader.get(ByteRange.of(1, 1)))
          .isInstanceOf(ObjectChangedException.class);
    }
    try (ObjectReader fresh = reader("x")) {
      assertThat(read(fresh, ByteRange.from(0))).isEqualTo(bytes(1, 10));
    }
  }

  @Test
  void anEtagInTheHintsPinsTheFirstRange() throws IOException {
    ObjectStat first = put("x", TEN);
    try (ObjectReader reader = store.open("x", ReadHints.of(first))) {
      assertThat(read(reader, ByteRange.of(0, 2))).containsExactly(0, 1);
    }
    ObjectStat second = put("x", bytes(1, 10));
    try (ObjectReader reader = store.open("x", ReadHints.of(first))) {
      assertThatThrownBy(() -> reader.get(ByteRange.of(0, 2)))
          .isInstanceOf(ObjectChangedException.class);
    }
    try (ObjectReader reader = store.open("x", ReadHints.none().withEtag(second.etag()))) {
      assertThat(read(reader, ByteRange.from(0))).isEqualTo(bytes(1, 10));
    }
  }

  @Test
  void aKnownSizeAndPatternChangeNoByte() throws IOException {
    put("x", TEN);
    for (ReadHints.Pattern pattern : ReadHints.Pattern.values()) {
      ReadHints hints = ReadHints.none().withSize(10).withPattern(pattern);
      try (ObjectReader reader = store.open("x", hints)) {
        assertThat(read(reader, ByteRange.of(4, 100))).containsExactly(4, 5, 6, 7, 8, 9);
        assertThat(read(reader, ByteRange.from(0))).isEqualTo(TEN);
      }
    }
  }

  @Test
  void anObjectThatIsGoneIsSaidToBe() throws IOException {
    put("x", TEN);
    try (ObjectReader reader = reader("x")) {
      read(reader, ByteRange.of(0, 1));
      store.delete(List.of("x"));
      assertThatThrownBy(() -> reader.get(ByteRange.of(0, 1)))
          .isInstanceOfAny(FileNotFoundException.class, ObjectChangedException.class);
    }
  }

  @Test
  void aClosedReaderFailsAndSoDoItsChannels() throws IOException {
    put("x", TEN);
    ObjectReader reader = reader("x");
    ReadableByteChannel channel = reader.get(ByteRange.from(0));
    reader.close();
    reader.close();
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> reader.get(ByteRange.from(0))).isInstanceOf(IOException.class);
    channel.close();
  }

  @Test
  void aChannelClosedEarlyHoldsNothing() throws IOException {
    put("x", bytes(1, 300_000));
    try (ObjectReader reader = reader("x")) {
      for (int i = 0; i < 200; i++) {
        ReadableByteChannel channel = reader.get(ByteRange.from(0));
        assertThat(channel.read(ByteBuffer.allocate(10))).isPositive();
        channel.close();
        channel.close();
        assertThat(channel.isOpen()).isFalse();
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
            .isInstanceOf(IOException.class);
      }
      assertThat(read(reader, ByteRange.of(299_990, 100))).hasSize(10);
    }
  }

  @Test
  void anEndedChannelStaysAtItsEnd() throws IOException {
    put("x", TEN);
    try (ObjectReader reader = reader("x");
        ReadableByteChannel channel = reader.get(ByteRange.of(8, 5))) {
      assertThat(drain(channel)).containsExactly(8, 9);
    }
    try (ObjectReader reader = reader("x");
        ReadableByteChannel channel = reader.get(ByteRange.of(8, 2))) {
      ByteBuffer target = ByteBuffer.allocate(10);
      while (channel.read(target) >= 0) {
        assertThat(target.position()).isLessThanOrEqualTo(2);
      }
      assertThat(channel.read(target)).isEqualTo(-1);
      assertThat(target.position()).isEqualTo(2);
    }
  }

  @Test
  void bytesLandBetweenPositionAndLimitOnly() throws IOException {
    byte[] bytes = bytes(7, 100_000);
    put("x", bytes);
    List<ByteBuffer> targets =
        List.of(
            ByteBuffer.allocate(50_000),
            ByteBuffer.allocateDirect(50_000),
            ByteBuffer.allocateDirect(70_000).position(11).slice().limit(50_000),
            ByteBuffer.allocateDirect(70_000).alignedSlice(4096).limit(50_000));
    try (ObjectReader reader = reader("x")) {
      for (ByteBuffer target : targets) {
        target.position(100).limit(49_000);
        try (ReadableByteChannel channel = reader.get(ByteRange.of(0, 90_000))) {
          while (target.hasRemaining()) {
            assertThat(channel.read(target)).isPositive();
          }
        }
        byte[] all = new byte[50_000];
        target.clear().get(all, 0, Math.min(50_000, target.capacity()));
        assertThat(slice(all, 0, 100)).containsOnly(0);
        assertThat(slice(all, 100, 49_000)).isEqualTo(slice(bytes, 0, 48_900));
        assertThat(slice(all, 49_000, 50_000)).containsOnly(0);
      }
    }
  }

  @Test
  void anyRangeOfAnyOddSizeIsExact() throws IOException {
    Random random = new Random(20261120);
    for (int size : new int[] {1, 511, 4095, 4096, 4097, 12_288, 1_048_576 + 123}) {
      byte[] bytes = bytes(size, size);
      put("odd", bytes);
      try (ObjectReader reader = reader("odd")) {
        for (int i = 0; i < 12; i++) {
          int from = random.nextInt(size);
          int length = 1 + random.nextInt(size);
          int to = Math.min(size, from + length);
          assertThat(read(reader, ByteRange.of(from, length)))
              .as("[%d, %d) of %d", from, to, size)
              .isEqualTo(slice(bytes, from, to));
        }
      }
    }
  }

  @Test
  void manyThreadsShareAReader() throws Exception {
    byte[] bytes = bytes(3, 400_000);
    put("x", bytes);
    try (ObjectReader reader = reader("x")) {
      List<Callable<Boolean>> actions = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        int from = i * 25_000;
        actions.add(
            () -> {
              byte[] part = read(reader, ByteRange.of(from, 25_000));
              assertThat(part).isEqualTo(slice(bytes, from, from + 25_000));
              return true;
            });
      }
      assertThat(together(actions)).hasSize(16);
    }
  }

  @Test
  void readFullyFillsTheBufferOrSaysThatTheObjectEnds() throws IOException {
    put("x", TEN);
    try (ObjectReader reader = reader("x")) {
      ByteBuffer target = ByteBuffer.allocate(5);
      Stores.readFully(reader, 5, target);
      assertThat(target.array()).containsExactly(5, 6, 7, 8, 9);
      assertThatThrownBy(() -> Stores.readFully(reader, 6, ByteBuffer.allocate(5)))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void aReaderDiesWithItsStore() throws Exception {
    put("x", TEN);
    ObjectStore another = open(store.root());
    ObjectReader reader = another.open("x", ReadHints.none());
    read(reader, ByteRange.of(0, 1));
    another.close();
    assertThatThrownBy(() -> read(reader, ByteRange.of(0, 1))).isInstanceOf(Exception.class);
    reader.close();
    another.close();
  }
}
