package io.s3dlio.store.layer;

import io.s3dlio.store.IoEvents;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectStoreContract;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.memory.MemoryStoreProvider;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** Every promise of the contract holds through the retry layer while one request in seven fails. */
final class FaultyStoreContractTest extends ObjectStoreContract {

  private static final StoreConfig.Retry PATIENT =
      new StoreConfig.Retry(
          100, Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofDays(1), 1_000_000);

  private final FaultPlan seeded = FaultPlan.seeded(Long.getLong("s3dlio.seed", 20261120), 0.15);
  private final IoRuntime runtime = new ManualTime().runtime();
  private final StoreContext context =
      new StoreContext(StoreConfig.defaults(), MapSettings.empty(), runtime);
  private final MemoryStoreProvider provider = new MemoryStoreProvider();
  private int roots;

  @Override
  protected ObjectUri newRoot() throws IOException {
    roots++;
    ObjectUri root = new ObjectUri("memory", "bucket" + roots, "");
    provider.createContainer(root, context);
    return root;
  }

  @Override
  protected ObjectUri missingRoot() {
    return new ObjectUri("memory", "missing", "");
  }

  @Override
  protected ObjectStore openStore(ObjectUri root) {
    ObjectStore faulty = new FaultyStore(provider.open(root, context), new Sparing());
    return new RetryingStore(faulty, PATIENT, runtime, IoEvents.NONE);
  }

  @AfterEach
  void closeRuntime() {
    runtime.close();
  }

  /**
   * Spares what no layer can make good: a write refused after its request was lost may be in doubt,
   * a move is not repeated, and an upload whose beginning was lost stays in listings.
   */
  private final class Sparing implements FaultPlan {

    @Override
    public Fault next(Operation operation) throws IOException {
      Fault fault = seeded.next(operation);
      return switch (operation) {
        case COPY, MOVE -> Fault.NONE;
        case PUT, COMPLETE -> fault == Fault.NONE ? Fault.NONE : Fault.LOST_ANSWER;
        case START_UPLOAD -> fault == Fault.LOST_ANSWER ? Fault.LOST_REQUEST : fault;
        default -> fault;
      };
    }

    @Override
    public int breakAt(int length) {
      return seeded.breakAt(length);
    }

    @Override
    public String toString() {
      return seeded.toString();
    }
  }
}
