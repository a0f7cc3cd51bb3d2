package io.s3dlio.testing.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.Capability;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Stores;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.LeakCheck;
import io.s3dlio.testing.servers.RecordedRequest;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.TestServer;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.TestInfo;

/**
 * One bucket behind a relay, seen through our FileSystem and, past the relay, by a second one;
 * {@link #close} proves that nothing is left: file, socket, unfinished upload, pooled buffer.
 */
final class Bench implements AutoCloseable {

  private final Service service;
  private final TestServer server;
  private final LeakCheck leaks;
  private final String root;
  private final Relay relay;
  private final FileSystem files;
  private final FileSystem beside;
  private long lostStarts;

  /**
   * Opens a bucket, and makes it where it is not there.
   *
   * @param options of the FileSystem behind the relay, without {@code fs.s3dlio.}
   */
  Bench(Service service, TestServer server, String bucket, Map<String, String> options)
      throws IOException {
    this.service = service;
    this.server = server;
    service.createBucket(server, bucket);
    leaks = LeakCheck.begin();
    root = service.root(bucket);
    relay = Relay.inFrontOf(server);
    Configuration configuration = Connector.configuration(service, relay);
    configuration.set("fs.s3dlio.retry.base-delay", "1ms");
    configuration.set("fs.s3dlio.retry.max-delay", "20ms");
    options.forEach((name, value) -> configuration.set("fs.s3dlio." + name, value));
    files = Connector.open(root, configuration);
    beside = Connector.open(root, Connector.configuration(service, server));
  }

  /** A bucket for one test alone, named so that a seed chooses the same requests in each run. */
  static String bucketOf(TestInfo test) {
    String name = test.getTestMethod().map(Method::toString).orElse("") + test.getDisplayName();
    return "bench-" + Integer.toHexString(name.hashCode());
  }

  /** What is tested; its requests go through the relay. */
  FileSystem files() {
    return files;
  }

  /** The same bucket, undisturbed. */
  FileSystem beside() {
    return beside;
  }

  Relay relay() {
    return relay;
  }

  void faults(FaultPlan plan) {
    lostStarts += lostStarts();
    relay.reset();
    relay.faults(plan);
  }

  Path path(String key) {
    return new Path(root + "/" + key);
  }

  /** How many requests the current plan has spoiled. */
  long spoiled() {
    return relay.requests().stream().filter(request -> request.fault().isPresent()).count();
  }

  @Override
  public void close() throws IOException {
    faults(FaultPlan.none());
    files.close();
    beside.close();
    relay.close();
    assertNoUploads();
    leaks.assertNothingNewOpen();
    // A stream that was closed early has not waited for what it was reading ahead.
    LeakCheck.assertAllReturned("bytes of pooled buffers", runtime().buffers()::bytesInUse);
  }

  /** Begun by the server, but nobody was told its id: such an upload nobody can end. */
  private long lostStarts() {
    return relay.requests().stream()
        .filter(this::isStart)
        .filter(
            request ->
                request
                    .fault()
                    .filter(f -> f instanceof Fault.LoseAnswer || f instanceof Fault.ForwardThen)
                    .isPresent())
        .count();
  }

  private boolean isStart(RecordedRequest request) {
    return service.sends(Act.START_UPLOAD) && service.is(Act.START_UPLOAD).test(request);
  }

  /** Where an upload has no beginning, as on Azure, it has no end either: its parts lapse. */
  private void assertNoUploads() throws IOException {
    MapSettings settings = MapSettings.of(service.options(server));
    try (ObjectStore store = Stores.open(ObjectUri.parse(root), settings, runtime()).store()) {
      if (store.capabilities().contains(Capability.LIST_UPLOADS)) {
        assertThat(store.listUploads(UploadQuery.of("")).uploads())
            .as("uploads left, beyond those whose id was lost on its way")
            .hasSize(Math.toIntExact(lostStarts));
      }
    }
  }

  /** The one that every FileSystem of this JVM works with. */
  private static IoRuntime runtime() {
    return IoRuntime.shared(StoreConfig.defaults().memory());
  }
}
