package io.s3dlio.store.layer;

import io.s3dlio.store.IoEvents;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.memory.MemoryStore;
import io.s3dlio.store.transfer.IoRuntime;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A retrying store over a faulty one over memory, on manual time: what the tests here stand on. */
final class Bench implements AutoCloseable {

  final ManualTime time = new ManualTime();
  final MemoryStore memory = new MemoryStore(ObjectUri.parse("memory://bench"));
  final List<String> events = new ArrayList<>();
  final IoRuntime runtime = time.runtime();
  final FaultyStore faulty;
  final ObjectStore store;

  Bench(FaultPlan plan) {
    this(plan, StoreConfig.defaults().retry());
  }

  Bench(FaultPlan plan, StoreConfig.Retry retry) {
    faulty = new FaultyStore(memory, plan);
    IoEvents heard =
        (operation, key, attempt, failure, delay) ->
            events.add(operation + " " + key + " " + attempt);
    store = new RetryingStore(faulty, retry, runtime, heard);
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    runtime.close();
  }
}
