package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.ReadHints.Pattern;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.config.StoreConfig;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ReadAheadStreamTest extends EngineTest {

  private static final StoreConfig.Range CONFIG =
      new StoreConfig.Range(100_000, 20_000, 5_000, 4, 400_000);

  /** Reads like a caller does: over and over until the buffer is full or the object ends. */
  private static byte[] read(ReadAheadStream stream, long position, int length) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(length);
    while (target.hasRemaining()) {
      int count = stream.read(position + target.position(), target);
      if (count < 0) {
        break;
      }
      assertThat(count).isPositive();
    }
    return Arrays.copyOf(target.array(), target.position());
  }

  @Test
  void openingAndReadingASmallObjectIsOneGet() throws IOException {
    byte[] bytes = putObject("small", 15_000);
    try (ObjectReader reader = store.open("small", ReadHints.none());
        var stream = new ReadAheadStream(reader, runtime, CONFIG)) {
      assertThat(stream.open().size()).isEqualTo(15_000);
      assertThat(read(stream, 0, 20_000)).isEqualTo(bytes);
      assertThat(stream.read(15_000, ByteBuffer.allocate(1))).isEqualTo(-1);
    }
    assertThat(store.requests()).containsExactly("GET small [0, 20000)");
  }

  @Test
  void openingAndReadingTheBeginOfALargeObjectIsOneGet() throws IOException {
    byte[] bytes = putObject("large", 1_000_000);
    try (ObjectReader reader = store.open("large", ReadHints.none());
        var stream = new ReadAheadStream(reader, runtime, CONFIG)) {
      stream.open();
      assertThat(read(stream, 0, 8_000)).isEqualTo(Arrays.copyOf(bytes, 8_000));
    }
    assertThat(store.requests()).containsExactly("GET large [0, 20000)");
  }

  @Test
  void anEmptyObjectEndsAtOnce() throws IOException {
    putObject("empty", 0);
    try (ObjectReader reader = store.open("empty", ReadHints.none());
        var stream = new ReadAheadStream(reader, runtime, CONFIG)) {
      assertThat(stream.open().size()).isZero();
      assertThat(stream.read(0, ByteBuffer.allocate(10))).isEqualTo(-1);
    }
    assertThat(store.count("GET")).isEqualTo(1);
  }

  @Test
  void aMissingObjectShowsAtOpen() throws IOException {
    try (ObjectReader reader = store.open("missing", ReadHints.none());
        var stream = new ReadAheadStream(reader, runtime, CONFIG)) {
      assertThatThrownBy(stream::open).isInstanceOf(FileNotFoundException.class);
    }
  }

  @Test
  void sequentialReadingRunsAheadAndReadsEachByteOnce() throws IOException {
    byte[] bytes = putObject("large", 1_234_567);
    try (ObjectReader reader = store.open("large", ReadHints.none());
        var stream = new ReadAheadStream(reader, runtime, CONFIG)) {
      stream.open();
      assertThat(read(stream, 0, 2_000_000)).isEqualTo(bytes);
    }
    // 20,000 bytes, then chunks of 100,000.
    assertThat(store.requests()).hasSize(1 + 13).contains("GET large [1220000, 1234567)");
    assertThat(store.mostInFlight()).isLessThanOrEqualTo(4);
  }

  @Test
  void readingAheadIsParallel() throws IOException {
    byte[] bytes = putObject("large", 1_000_000);
    ObjectStat stat = store.stat("large");
    ReadHints hints = ReadHints.of(stat).withPattern(Pattern.WHOLE);
    store.holdUntilInFlight(4);
    try (ObjectReader reader = store.open("large", hints);
        var stream = new ReadAheadStream(reader, hints, runtime, CONFIG)) {
      assertThat(read(stream, 0, 1_000_000)).isEqualTo(bytes);
    }
    assertThat(store.mostInFlight()).isEqualTo(4);
    assertThat(store.count("GET")).isEqualTo(10);
  }

  @Test
  void whatIsKnownSavesTheOpeningRequest() throws IOException {
    byte[] bytes = putObject("known", 15_000);
    ReadHints hints = ReadHints.of(store.stat("known"));
    store.forget();
    try (ObjectReader reader = store.open("known", hints);
        var stream = new ReadAheadStream(reader, hints, runtime, CONFIG)) {
      assertThat(stream.read(15_000, ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(store.requests()).isEmpty();
      assertThat(read(stream, 14_000, 5_000)).isEqualTo(Arrays.copyOfRange(bytes, 14_000, 15_000));
    }
    assertThat(store.requests()).containsExactly("GET known [14000, 15000)");
  }

  @Test
  void nothingIsReadAheadBehindTheEndThatWasNamed() throws IOException {
    byte[] bytes = putObject("split", 1_000_000);
    ReadHints hints =
        ReadHints.of(store.stat("split")).withPattern(Pattern.SEQUENTIAL).withEnd(250_000);
    store.forget();
    try (ObjectReader reader = store.open("split", hints);
        var stream = new ReadAheadStream(reader, hints, runtime, CONFIG)) {
      assertThat(read(stream, 40_000, 210_000))
          .isEqualTo(Arrays.copyOfRange(bytes, 40_000, 250_000));
      assertThat(store.requests())
          .containsExactlyInAnyOrder(
              "GET split [40000, 140000)",
              "GET split [140000, 240000)",
              "GET split [240000, 250000)");
      // Behind it as little as is wanted, though not byte by byte.
      assertThat(read(stream, 250_000, 25_000))
          .isEqualTo(Arrays.copyOfRange(bytes, 250_000, 275_000));
    }
    assertThat(store.requests()).hasSize(4).contains("GET split [250000, 275000)");
  }

  @Test
  void randomReadsAskForLittleAndReadNothingAhead() throws IOException {
    byte[] bytes = putObject("random", 2_000_000);
    var random = new Random(1);
    try (ObjectReader reader = store.open("random", ReadHints.none());
        var stream =
            new ReadAheadStream(
                reader, ReadHints.none().withPattern(Pattern.RANDOM), runtime, CONFIG)) {
      for (int i = 0; i < 50; i++) {
        int position = random.nextInt(1_990_000);
        assertThat(read(stream, position, 100))
            .isEqualTo(Arrays.copyOfRange(bytes, position, position + 100));
      }
    }
    assertThat(store.count("GET")).isLessThanOrEqualTo(50);
    assertThat(store.requests())
        .allSatisfy(
            request -> {
              String[] ends = request.replaceAll(".*\\[(\\d+), (\\d+)\\)", "$1 $2").split(" ", 2);
              assertThat(Long.parseLong(ends[1]) - Long.parseLong(ends[0]))
                  .isLessThanOrEqualTo(5_000);
            });
  }

  @Test
  void randomReadsOfWholeRequestsReadNothingAhead() throws IOException {
    byte[] bytes = putObject("random", 2_000_000);
    try (ObjectReader reader = store.open("random", ReadHints.none());
        var stream = new ReadAheadStream(reader, runtime, CONFIG)) {
      stream.open();
      for (int position = 1_900_000; position > 100_000; position -= 100_000) {
        assertThat(read(stream, position, 30_000))
            .isEqualTo(Arrays.copyOfRange(bytes, position, position + 30_000));
      }
    }
    assertThat(store.count("GET")).isEqualTo(1 + 18);
  }

  @Test
  void aSmallSkipStaysInTheBody() throws IOException {
    byte[] bytes = putObject("skip", 100_000);
    try (ObjectReader reader = store.open("skip", ReadHints.none());
        var stream = new ReadAheadStream(reader, runtime, CONFIG)) {
      stream.open();
      assertThat(read(stream, 100, 50)).isEqualTo(Arrays.copyOfRange(bytes, 100, 150));
      assertThat(read(stream, 5_000, 50)).isEqualTo(Arrays.copyOfRange(bytes, 5_000, 5_050));
    }
    assertThat(store.count("GET")).isEqualTo(1);
  }

  @Test
  void anyMixOfSeeksAndReadsGivesTheObjectsBytes() throws IOException {
    byte[] bytes = putObject("mix", 1_500_000);
    for (long seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      List<Pattern> patterns = List.of(Pattern.values());
      Pattern pattern = patterns.get(random.nextInt(patterns.size()));
      try (ObjectReader reader = store.open("mix", ReadHints.none());
          var stream =
              new ReadAheadStream(reader, ReadHints.none().withPattern(pattern), runtime, CONFIG)) {
        if (random.nextBoolean()) {
          stream.open();
        }
        int position = 0;
        for (int i = 0; i < 40; i++) {
          position = next(random, position, bytes.length);
          int length = random.nextInt(120_000);
          byte[] expected =
              Arrays.copyOfRange(bytes, position, Math.min(position + length, bytes.length));
          assertThat(read(stream, position, length))
              .as("seed %d step %d at %d length %d", seed, i, position, length)
              .isEqualTo(expected);
          position += expected.length;
        }
      }
    }
  }

  private static int next(Random random, int position, int length) {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextInt(length);
      case 1 -> Math.min(length, position + random.nextInt(10_000));
      case 2 -> Math.max(0, position - random.nextInt(50_000));
      default -> position;
    };
  }

  @Test
  void withoutMemoryItReadsStraightIntoTheCallersBuffer() throws IOException {
    byte[] bytes = putObject("large", 1_000_000);
    // Half of the budget: all that reading ahead may use.
    try (PooledBuffer all = runtime.buffers().tryAcquire(16 << 20).orElseThrow();
        ObjectReader reader = store.open("large", ReadHints.none());
        var stream =
            new ReadAheadStream(
                reader, ReadHints.none().withPattern(Pattern.WHOLE), runtime, CONFIG)) {
      for (int at = 0; at < 1_000_000; at += 50_000) {
        assertThat(read(stream, at, 50_000)).isEqualTo(Arrays.copyOfRange(bytes, at, at + 50_000));
        assertThat(runtime.buffers().bytesInUse()).isEqualTo(all.bytes().capacity());
      }
    }
    // The opening request, then as much at once as would have been read ahead.
    assertThat(store.count("GET")).isEqualTo(1 + 3);
  }

  @Test
  void aFailureShowsAndTheNextReadStartsAnew() throws IOException {
    byte[] bytes = putObject("fails", 1_000_000);
    try (ObjectReader reader = store.open("fails", ReadHints.none());
        var stream = new ReadAheadStream(reader, runtime, CONFIG)) {
      stream.open();
      store.failWhen(
          request -> {
            if (request.startsWith("GET") || request.startsWith("READ")) {
              throw new TransientException("reset");
            }
          });
      assertThatThrownBy(() -> read(stream, 0, 1_000_000)).isInstanceOf(TransientException.class);
      store.failWhen(request -> {});
      assertThat(read(stream, 0, 1_000_000)).isEqualTo(bytes);
    }
  }

  @Test
  void releaseGivesEverythingBackAndReadingGoesOn() throws IOException {
    byte[] bytes = putObject("release", 1_000_000);
    try (ObjectReader reader = store.open("release", ReadHints.none());
        var stream = new ReadAheadStream(reader, runtime, CONFIG)) {
      stream.open();
      read(stream, 0, 300_000);
      stream.release();
      assertThat(read(stream, 300_000, 700_000))
          .isEqualTo(Arrays.copyOfRange(bytes, 300_000, 1_000_000));
    }
  }

  @Test
  void anInterruptEndsTheWaitAndKeepsTheFlag() throws IOException {
    putObject("interrupt", 1_000_000);
    ReadHints hints = ReadHints.of(store.stat("interrupt")).withPattern(Pattern.WHOLE);
    try (ObjectReader reader = store.open("interrupt", hints);
        var stream = new ReadAheadStream(reader, hints, runtime, CONFIG)) {
      // No block gets on before the interrupt was seen.
      store.holdUntilInFlight(5);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> stream.read(0, ByteBuffer.allocate(10)))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
      store.holdUntilInFlight(0);
      store.put("other", ByteBuffer.allocate(0), PutOptions.none());
    }
  }

  @Test
  void aClosedStreamReadsNoMore() throws IOException {
    putObject("closed", 10);
    try (ObjectReader reader = store.open("closed", ReadHints.none())) {
      var stream = new ReadAheadStream(reader, runtime, CONFIG);
      stream.open();
      stream.close();
      stream.close();
      assertThatThrownBy(() -> stream.read(0, ByteBuffer.allocate(1)))
          .isInstanceOf(ClosedChannelException.class);
    }
  }
}
