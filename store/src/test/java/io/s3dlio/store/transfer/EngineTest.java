package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.Capability;
import io.s3dlio.store.Limits;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.Stores;
import io.s3dlio.store.config.StoreConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** A runtime and a store for one test; afterwards nothing may be lent, open or running. */
abstract class EngineTest {

  static final long BUDGET = 32L << 20;
  static final Limits LIMITS = new Limits(1000, 1, 5L << 30, 10_000, 5L << 30, 5L << 30);

  final IoRuntime runtime = IoRuntime.open(new StoreConfig.Memory(budget(), threads()));
  final ProbeStore store = new ProbeStore(limits(), withoutCapabilities());

  long budget() {
    return BUDGET;
  }

  int threads() {
    return 8;
  }

  Limits limits() {
    return LIMITS;
  }

  /** What the store is to lack of what a store in memory can do. */
  Set<Capability> withoutCapabilities() {
    return Set.of();
  }

  @AfterEach
  final void nothingLeaks() {
    runtime.close();
    assertThat(runtime.buffers().bytesInUse()).isZero();
    assertThat(runtime.buffers().bytesAllocated()).isLessThanOrEqualTo(budget());
    assertThat(store.leaks()).as("open channels and uploads").isZero();
  }

  /** Bytes that differ at every place, the same for the same seed. */
  static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  byte[] putObject(String key, int length) throws IOException {
    byte[] bytes = bytes(length, length);
    store.put(key, ByteBuffer.wrap(bytes), PutOptions.none());
    store.forget();
    return bytes;
  }

  byte[] object(String key) throws IOException {
    byte[] bytes = new byte[(int) store.stat(key).size()];
    try (ObjectReader reader = store.open(key, ReadHints.none())) {
      Stores.readFully(reader, 0, ByteBuffer.wrap(bytes));
    }
    return bytes;
  }
}
