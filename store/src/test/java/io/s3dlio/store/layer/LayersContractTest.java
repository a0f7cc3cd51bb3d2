package io.s3dlio.store.layer;

import io.s3dlio.store.IoEvents;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectStoreContract;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.StoreProvider;
import io.s3dlio.store.Stores;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract through the layers, which must not be noticed; even when requests fail. */
final class LayersContractTest {

  @Nested
  final class OverMemory extends OverBuckets {}

  @Nested
  final class OverFiles extends OverDirectories {

    @Override
    String scheme() {
      return "file";
    }
  }

  @Nested
  final class OverDirectFiles extends OverDirectories {

    @Override
    String scheme() {
      return "direct";
    }
  }

  /** Every promise holds while one request in seven fails. */
  @Nested
  final class OverFaultyMemory extends OverBuckets {

    private final StoreConfig.Retry patient =
        new StoreConfig.Retry(
            100, Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofDays(1), 1_000_000);
    private final FaultPlan seeded = FaultPlan.seeded(Long.getLong("s3dlio.seed", 20261120), 0.15);

    @Override
    protected ObjectStore openStore(ObjectUri root) throws IOException {
      ObjectStore faulty = new FaultyStore(provider("memory").open(root, context()), plan());
      return new RetryingStore(faulty, patient, runtime(), IoEvents.NONE);
    }

    /**
     * Spares what no layer can make good: a write refused after its request was lost may be in
     * doubt, a move is not repeated, and an upload whose beginning was lost stays in listings.
     */
    private FaultPlan plan() {
      return new FaultPlan() {
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
      };
    }
  }

  abstract static class OverBuckets extends OverStore {

    @Override
    protected ObjectUri newRoot() throws IOException {
      ObjectUri root = missingRoot();
      provider("memory").createContainer(root, context());
      return root;
    }

    @Override
    protected ObjectUri missingRoot() {
      return new ObjectUri("memory", "bucket-" + UUID.randomUUID(), "");
    }
  }

  abstract static class OverDirectories extends OverStore {

    @TempDir private Path directory = Path.of("");

    abstract String scheme();

    @Override
    protected ObjectUri newRoot() throws IOException {
      return uri(Files.createTempDirectory(directory, "root"));
    }

    @Override
    protected ObjectUri missingRoot() {
      return uri(directory.resolve("missing"));
    }

    private ObjectUri uri(Path path) {
      return ObjectUri.parse(scheme() + "://" + path);
    }

    @Override
    protected boolean hasDirectories() {
      return true;
    }
  }

  abstract static class OverStore extends ObjectStoreContract {

    private final IoRuntime runtime = new ManualTime().runtime();

    final IoRuntime runtime() {
      return runtime;
    }

    final StoreContext context() {
      return new StoreContext(StoreConfig.defaults(), MapSettings.empty(), runtime);
    }

    static StoreProvider provider(String scheme) {
      return Stores.provider(scheme);
    }

    @Override
    protected ObjectStore openStore(ObjectUri root) throws IOException {
      return Stores.open(root, MapSettings.empty(), runtime, Set.of(), IoEvents.NONE).store();
    }

    @AfterEach
    void closeRuntime() {
      runtime.close();
    }
  }
}
