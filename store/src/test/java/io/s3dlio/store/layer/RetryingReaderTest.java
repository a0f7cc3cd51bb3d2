package io.s3dlio.store.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.Operation;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.Stores;
import io.s3dlio.store.TransientException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bodies that break off go on where they broke, in the same version, or end in a clear error. */
final class RetryingReaderTest {

  private static final byte[] CONTENT = content();

  @Test
  void aBrokenBodyGoesOnAtTheByteReached() throws IOException {
    var script =
        FaultPlan.script()
            .then(Operation.GET, Fault.THROTTLED)
            .then(Operation.GET, Fault.BROKEN)
            .then(Operation.GET, Fault.LOST_ANSWER)
            .then(Operation.GET, Fault.BROKEN);
    assertThat(read(script, ByteRange.of(1_000, 50_000)))
        .isEqualTo(Arrays.copyOfRange(CONTENT, 1_000, 51_000));
  }

  @Test
  void soDoOpenEndedAndSuffixRanges() throws IOException {
    assertThat(read(FaultPlan.script().then(Operation.GET, Fault.BROKEN), ByteRange.from(60_000)))
        .isEqualTo(Arrays.copyOfRange(CONTENT, 60_000, CONTENT.length));
    assertThat(read(FaultPlan.script().then(Operation.GET, Fault.BROKEN), ByteRange.suffix(9_000)))
        .isEqualTo(Arrays.copyOfRange(CONTENT, CONTENT.length - 9_000, CONTENT.length));
    assertThat(
            read(FaultPlan.script().then(Operation.GET, Fault.BROKEN), ByteRange.suffix(900_000)))
        .isEqualTo(CONTENT);
  }

  @Test
  void anOverwrittenObjectIsNeverMixedIn() throws IOException {
    var script = FaultPlan.script().then(Operation.GET, Fault.BROKEN);
    try (Bench bench = new Bench(script);
        ObjectReader reader = opened(bench)) {
      script.then(
          Operation.GET,
          Fault.NONE,
          () -> bench.memory.put("a", ByteBuffer.allocate(CONTENT.length), PutOptions.none()));
      assertThatThrownBy(() -> drain(reader.get(ByteRange.from(0))))
          .isInstanceOf(ObjectChangedException.class);
    }
  }

  @Test
  void aBodyThatGivesUpStaysFailed() throws IOException {
    var script = FaultPlan.script();
    for (int i = 0; i < 7; i++) {
      script.then(Operation.GET, Fault.BROKEN);
    }
    try (Bench bench = new Bench(script)) {
      ObjectReader reader = opened(bench);
      ReadableByteChannel body = reader.get(ByteRange.of(0, 10));
      ByteBuffer target = ByteBuffer.allocate(10);
      assertThatThrownBy(() -> fill(body, target))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("after 7 attempts");
      assertThatThrownBy(() -> body.read(target)).isInstanceOf(TransientException.class);
      body.close();
      reader.close();
      assertThat(bench.faulty.open()).isZero();
    }
  }

  @Test
  void progressBeginsTheCountAnew() throws IOException {
    var script = FaultPlan.script();
    for (int i = 0; i < 20; i++) {
      script.then(Operation.GET, Fault.BROKEN);
    }
    try (Bench bench = new Bench(script);
        ObjectReader reader = opened(bench, new byte[3_000_000])) {
      ByteBuffer target = ByteBuffer.allocate(3_000_000);
      Stores.readFully(reader, 0, target);
      assertThat(bench.faulty.faults()).isEqualTo(20);
    }
  }

  @Test
  void aClosedReaderEndsItsBodies() throws IOException {
    try (Bench bench = new Bench(FaultPlan.script().then(Operation.GET, Fault.BROKEN))) {
      ObjectReader reader = opened(bench);
      ReadableByteChannel body = reader.get(ByteRange.from(0));
      reader.close();
      assertThatThrownBy(() -> drain(body)).isInstanceOf(IOException.class);
      assertThat(bench.events).isEmpty();
      body.close();
      assertThat(body.isOpen()).isFalse();
      assertThatThrownBy(() -> body.read(ByteBuffer.allocate(1)))
          .isInstanceOf(ClosedChannelException.class);
      assertThat(bench.faulty.open()).isZero();
    }
  }

  private static byte[] read(FaultPlan plan, ByteRange range) throws IOException {
    try (Bench bench = new Bench(plan)) {
      byte[] bytes;
      try (ObjectReader reader = opened(bench);
          ReadableByteChannel body = reader.get(range)) {
        bytes = drain(body);
      }
      assertThat(bench.faulty.open()).isZero();
      assertThat(bench.events).isNotEmpty();
      return bytes;
    }
  }

  private static ObjectReader opened(Bench bench) throws IOException {
    return opened(bench, CONTENT);
  }

  private static ObjectReader opened(Bench bench, byte[] content) throws IOException {
    bench.memory.put("a", ByteBuffer.wrap(content), PutOptions.none());
    return bench.store.open("a", ReadHints.none());
  }

  private static byte[] drain(ReadableByteChannel body) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(CONTENT.length + 1);
    fill(body, target);
    return Arrays.copyOf(target.array(), target.position());
  }

  private static void fill(ReadableByteChannel body, ByteBuffer target) throws IOException {
    while (target.hasRemaining() && body.read(target) >= 0) {
      // Until the end of either.
    }
  }

  private static byte[] content() {
    byte[] bytes = new byte[70_001];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
