package io.s3dlio.store.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.Operation;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.Stores;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.Upload;
import io.s3dlio.store.config.StoreConfig;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is counted, and what is not. */
final class MeteredStoreTest {

  private final StoreMetrics metrics = new StoreMetrics();

  @Test
  void countsCallsBytesAndFailures() throws IOException {
    try (Bench bench = new Bench(FaultPlan.script())) {
      MeteredStore store = new MeteredStore(bench.store, metrics, bench.time);
      store.put("a", ByteBuffer.allocate(1000), PutOptions.none());
      try (ObjectReader reader = store.open("a", ReadHints.none())) {
        Stores.readFully(reader, 100, ByteBuffer.allocate(300));
        reader.stat();
      }
      assertThatThrownBy(() -> store.stat("b")).isInstanceOf(FileNotFoundException.class);
      StoreMetrics.Snapshot counted = metrics.snapshot();
      assertThat(counted.bytesWritten()).isEqualTo(1000);
      assertThat(counted.bytesRead()).isEqualTo(300);
      assertThat(counted.of(Operation.PUT).calls()).isEqualTo(1);
      assertThat(counted.of(Operation.GET).calls()).isEqualTo(1);
      assertThat(counted.of(Operation.GET).failures()).isZero();
      assertThat(counted.of(Operation.GET).latency().count()).isEqualTo(1);
      assertThat(counted.firstByte().count()).isEqualTo(1);
      assertThat(counted.of(Operation.STAT).calls()).isEqualTo(1);
      assertThat(counted.of(Operation.STAT).failures()).isEqualTo(1);
    }
  }

  @Test
  void whatTheReaderKnowsIsNoRequest() throws IOException {
    try (Bench bench = new Bench(FaultPlan.script())) {
      MeteredStore store = new MeteredStore(bench.store, metrics, bench.time);
      ObjectStat stat = store.put("a", ByteBuffer.allocate(10), PutOptions.none());
      try (ObjectReader reader = store.open("a", ReadHints.of(stat))) {
        reader.stat();
        reader.get(ByteRange.of(5, 0)).close();
      }
      try (ObjectReader reader = store.open("a", ReadHints.none())) {
        reader.stat();
        reader.stat();
      }
      assertThat(metrics.snapshot().of(Operation.STAT).calls()).isEqualTo(1);
      assertThat(metrics.snapshot().of(Operation.GET).calls()).isZero();
    }
  }

  @Test
  void aCloseIsAnAbortOnlyWhenItIsOne() throws IOException {
    try (Bench bench = new Bench(FaultPlan.script())) {
      MeteredStore store = new MeteredStore(bench.store, metrics, bench.time);
      try (Upload upload = store.startUpload("a", PutOptions.none())) {
        upload.complete(List.of(upload.uploadPart(1, 0, ByteBuffer.allocate(7))));
      }
      Upload aborted = store.startUpload("a", PutOptions.none());
      aborted.close();
      aborted.close();
      Upload detached = store.startUpload("a", PutOptions.none());
      detached.detach();
      detached.close();
      StoreMetrics.Snapshot counted = metrics.snapshot();
      assertThat(counted.of(Operation.ABORT).calls()).isEqualTo(1);
      assertThat(counted.of(Operation.START_UPLOAD).calls()).isEqualTo(3);
      assertThat(counted.of(Operation.COMPLETE).calls()).isEqualTo(1);
      assertThat(counted.bytesWritten()).isEqualTo(7);
    }
  }

  @Test
  void aBrokenBodyIsOneFailedCall() throws IOException {
    try (Bench bench = new Bench(FaultPlan.script().then(Operation.GET, Fault.BROKEN))) {
      MeteredStore store = new MeteredStore(bench.faulty, metrics, bench.time);
      store.put("a", ByteBuffer.allocate(10), PutOptions.none());
      try (ObjectReader reader = store.open("a", ReadHints.none())) {
        assertThatThrownBy(() -> Stores.readFully(reader, 0, ByteBuffer.allocate(10)))
            .isInstanceOf(TransientException.class);
      }
      assertThat(metrics.snapshot().of(Operation.GET).failures()).isEqualTo(1);
      assertThat(metrics.snapshot().of(Operation.GET).latency().count()).isEqualTo(1);
      assertThat(metrics.snapshot().bytesRead()).isEqualTo(5);
    }
  }

  @Test
  void retriesAreCountedByKind() throws IOException {
    var script =
        FaultPlan.script()
            .then(Operation.STAT, Fault.THROTTLED)
            .then(Operation.STAT, Fault.LOST_ANSWER);
    try (Bench bench = new Bench(script)) {
      bench.memory.put("a", ByteBuffer.allocate(1), PutOptions.none());
      new RetryingStore(bench.faulty, StoreConfig.defaults().retry(), bench.runtime, metrics)
          .stat("a");
      assertThat(metrics.snapshot().of(Operation.STAT).retries()).isEqualTo(2);
      assertThat(metrics.snapshot().of(Operation.STAT).throttled()).isEqualTo(1);
    }
  }

  @Test
  void timesFallIntoBucketsOfPowersOfTwo() throws IOException {
    var script = FaultPlan.script();
    try (Bench bench = new Bench(script)) {
      MeteredStore store = new MeteredStore(bench.faulty, metrics, bench.time);
      for (int millis : List.of(1, 1, 1, 100)) {
        script.then(
            Operation.LIST, Fault.NONE, () -> bench.time.advance(Duration.ofMillis(millis)));
        store.list(ListQuery.recursive(""));
      }
      Latency latency = metrics.snapshot().of(Operation.LIST).latency();
      assertThat(latency.mean()).isEqualTo(Duration.ofNanos(25_750_000));
      assertThat(latency.quantile(0.5)).isEqualTo(Duration.ofNanos(1_024_000));
      assertThat(latency.quantile(1)).isEqualTo(Duration.ofNanos(131_072_000));
      assertThat(new Latency(0, 0, List.of()).quantile(0.5)).isZero();
    }
  }
}
