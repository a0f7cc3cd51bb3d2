package io.s3dlio.testing.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ThrottledException;
import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.TestServer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Writes, renames and deletes over a bad network: done, or a clear error and nothing half visible.
 */
@Timeout(300)
@ParameterizedClass
@EnumSource(Service.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WriteFaultTest {

  /** Two parts of 5 MiB and a bit. */
  private static final byte[] LARGE = Connector.data((10 << 20) + 77, 42);

  private static final byte[] SMALL = Connector.data(10_000, 43);

  private static TestServer server;
  @Parameter private Service service;
  private Bench bench;

  @BeforeParameterizedClassInvocation
  static void start(Service service) {
    server = service.startServer();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open(TestInfo test) throws IOException {
    bench = new Bench(service, server, Bench.bucketOf(test), Map.of("write.part-size", "5MiB"));
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  private Fault[] everyKind() {
    return new Fault[] {
      service.slowDown(),
      service.internalError(),
      new Fault.ResetBeforeAnswer(),
      new Fault.LoseAnswer(),
      new Fault.ForwardThen(service.internalError())
    };
  }

  private void create(String key, byte[] content) throws IOException {
    try (FSDataOutputStream out = bench.files().create(bench.path(key), false)) {
      out.write(content);
    }
  }

  private void assertContent(String key, byte[] content) throws IOException {
    byte[] found = Connector.read(bench.beside(), bench.path(key));
    assertThat(Arrays.equals(found, content)).as("content of %s", key).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void writesAreExact(long seed) throws IOException {
    bench.faults(FaultPlan.seeded(seed, 0.2, everyKind()));
    for (int i = 0; i < 20; i++) {
      create("small-" + i, Connector.data(1 + i * 500, i));
    }
    create("large", LARGE);
    assertThat(bench.spoiled()).as("faults of seed %s", seed).isPositive();
    bench.faults(FaultPlan.none());
    for (int i = 0; i < 20; i++) {
      assertContent("small-" + i, Connector.data(1 + i * 500, i));
    }
    assertContent("large", LARGE);
  }

  /**
   * What may go wrong once with the request that makes a file visible, before and after it acts.
   */
  Stream<Arguments> lastRequestFaults() {
    return Stream.concat(
            Stream.of(
                new Fault.LoseAnswer(),
                new Fault.ResetBeforeAnswer(),
                service.internalError(),
                new Fault.ForwardThen(service.internalError()),
                new Fault.ForwardThen(service.slowDown())),
            service.ownPutFaults().stream())
        .map(fault -> Arguments.of(Act.PUT, fault));
  }

  Stream<Arguments> completeFaults() {
    return Stream.concat(
            Stream.of(
                new Fault.LoseAnswer(),
                new Fault.ResetBeforeAnswer(),
                service.internalError(),
                new Fault.ForwardThen(service.internalError())),
            service.ownCompleteFaults().stream())
        .map(fault -> Arguments.of(Act.COMPLETE, fault));
  }

  /** The write was the only one, so it must succeed, whether its first attempt acted or not. */
  @ParameterizedTest
  @MethodSource({"lastRequestFaults", "completeFaults"})
  void anExclusiveCreateSurvives(Act act, Fault fault) throws IOException {
    bench.faults(FaultPlan.none().on(service.is(act), fault).times(1));
    byte[] content = act == Act.PUT ? SMALL : LARGE;
    create("file", content);
    assertThat(bench.spoiled()).isEqualTo(1);
    assertContent("file", content);
  }

  /** The name was taken, so the write must fail, whatever happened to its first attempt. */
  @ParameterizedTest
  @MethodSource({"lastRequestFaults", "completeFaults"})
  void anExclusiveCreateNeverTakesWhatIsAnothers(Act act, Fault fault) throws IOException {
    byte[] content = act == Act.PUT ? SMALL : LARGE;
    byte[] others = Connector.data(100, 99);
    bench.faults(FaultPlan.none().on(service.is(act), fault).times(1));
    FSDataOutputStream out = bench.files().create(bench.path("file"), false);
    out.write(content);
    Connector.write(bench.beside(), bench.path("file"), others);
    assertThatThrownBy(out::close).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(bench.spoiled()).isEqualTo(1);
    assertContent("file", others);
  }

  Stream<Arguments> hopeless() {
    return Stream.of(Act.PUT, Act.START_UPLOAD, Act.PART, Act.COMPLETE)
        .filter(service::sends)
        .map(act -> Arguments.of(act, act == Act.PUT ? SMALL : LARGE));
  }

  @ParameterizedTest
  @MethodSource("hopeless")
  void aWriteThatFailsLeavesNothingAndSaysSoEachTime(Act act, byte[] content) throws IOException {
    bench.faults(FaultPlan.none().on(service.is(act), service.slowDown()).always());
    Path path = bench.path("file");
    FSDataOutputStream out = bench.files().create(path, true);
    assertThatThrownBy(
            () -> {
              out.write(content);
              out.close();
            })
        .isInstanceOf(ThrottledException.class)
        .hasMessageContainingAll(path.toString(), "503", "7 attempts");
    assertThatThrownBy(() -> out.write(1)).isInstanceOf(PathIOException.class);
    assertThatThrownBy(out::close).isInstanceOf(PathIOException.class);
    assertThatThrownBy(() -> bench.beside().open(path)).isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void aFileIsInvisibleUntilItIsClosedAndForEverWhenAborted() throws IOException {
    Path path = bench.path("file");
    FSDataOutputStream out = bench.files().create(path, true);
    out.write(LARGE);
    assertThat(bench.beside().exists(path)).isFalse();
    out.abort();
    out.close();
    assertThat(bench.beside().exists(path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void renamesOfTreesAreWholeAndDeletesComplete(long seed) throws IOException {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < 40; i++) {
      String name = "d" + i % 4 + "/file-" + i;
      names.add(name);
      Connector.write(bench.beside(), bench.path("from/" + name), Connector.data(100 + i, i));
    }
    bench.faults(FaultPlan.seeded(seed, 0.15, everyKind()));
    assertThat(bench.files().rename(bench.path("from"), bench.path("to"))).isTrue();
    assertThat(bench.spoiled()).as("faults of seed %s", seed).isPositive();
    bench.faults(FaultPlan.none());
    assertThat(keysBelow("to")).isEqualTo(names);
    assertThat(bench.beside().exists(bench.path("from"))).isFalse();
    for (String name : names) {
      int i = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
      assertContent("to/" + name, Connector.data(100 + i, i));
    }
    bench.faults(FaultPlan.seeded(seed + 100, 0.3, everyKind()));
    assertThat(bench.files().delete(bench.path("to"), true)).isTrue();
    bench.faults(FaultPlan.none());
    assertThat(bench.beside().exists(bench.path("to"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void renamesOfFilesAreExact(long seed) throws IOException {
    Connector.write(bench.beside(), bench.path("d/from"), SMALL);
    // An attempt of a copy is two requests where its source is looked at first.
    bench.faults(FaultPlan.seeded(seed, 0.2, everyKind()));
    assertThat(bench.files().rename(bench.path("d/from"), bench.path("d/to"))).isTrue();
    bench.faults(FaultPlan.none());
    assertContent("d/to", SMALL);
    assertThat(bench.beside().exists(bench.path("d/from"))).isFalse();
  }

  /** Copy first, delete last: a rename that dies leaves the source whole. */
  @Test
  void aRenameOfATreeThatFailsKeepsItsSource() throws IOException {
    assertRenameFails("from", Act.COPY, 4);
  }

  Stream<Act> fileRename() {
    return service.conditionalCopy().stream();
  }

  @ParameterizedTest
  @MethodSource("fileRename")
  void aRenameOfAFileThatFailsKeepsItsSource(Act act) throws IOException {
    assertRenameFails("from/file-3", act, 0);
  }

  private void assertRenameFails(String source, Act act, int spared) throws IOException {
    for (int i = 0; i < 10; i++) {
      Connector.write(bench.beside(), bench.path("from/file-" + i), SMALL);
    }
    bench.faults(FaultPlan.none().on(service.is(act), service.slowDown()).after(spared).always());
    assertThatThrownBy(() -> bench.files().rename(bench.path(source), bench.path("to")))
        .isInstanceOf(ThrottledException.class)
        .hasMessageContainingAll(service.scheme() + "://", "503", "7 attempts");
    bench.faults(FaultPlan.none());
    for (int i = 0; i < 10; i++) {
      assertContent("from/file-" + i, SMALL);
    }
  }

  private Set<String> keysBelow(String folder) throws IOException {
    Set<String> names = new TreeSet<>();
    String prefix = bench.path(folder) + "/";
    var entries = bench.beside().listFiles(bench.path(folder), true);
    while (entries.hasNext()) {
      FileStatus status = entries.next();
      names.add(status.getPath().toString().substring(prefix.length()));
    }
    return names;
  }
}
