package io.s3dlio.testing.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ThrottledException;
import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Writes, renames and deletes over a bad network: done, or a clear error and nothing half visible.
 */
@Timeout(300)
final class WriteFaultTest {

  /** Two parts of 5 MiB and a bit. */
  private static final byte[] LARGE = Connector.data((10 << 20) + 77, 42);

  private static final byte[] SMALL = Connector.data(10_000, 43);

  private static S3Server server;
  private Bench bench;

  @BeforeAll
  static void start() {
    server = S3ProxyServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open(TestInfo test) throws IOException {
    bench = new Bench(server, Bench.bucketOf(test), Map.of("write.part-size", "5MiB"));
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  private static Fault[] everyKind() {
    return new Fault[] {
      Fault.slowDown(),
      Fault.internalError(),
      new Fault.ResetBeforeAnswer(),
      new Fault.LoseAnswer(),
      new Fault.ForwardThen(Fault.internalError())
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
  static Stream<Arguments> lastRequestFaults() {
    return Stream.of(
            new Fault.LoseAnswer(),
            new Fault.ResetBeforeAnswer(),
            Fault.conditionalRequestConflict(),
            Fault.internalError(),
            new Fault.ForwardThen(Fault.internalError()),
            new Fault.ForwardThen(Fault.slowDown()))
        .flatMap(fault -> Stream.of(Arguments.of("PutObject", fault)));
  }

  static Stream<Arguments> completeFaults() {
    return Stream.of(
            new Fault.LoseAnswer(),
            new Fault.ResetBeforeAnswer(),
            Fault.internalError(),
            Fault.okWithErrorBody("InternalError"),
            new Fault.ForwardThen(Fault.okWithErrorBody("InternalError")),
            new Fault.ForwardThen(Fault.internalError()))
        .map(fault -> Arguments.of("CompleteMultipartUpload", fault));
  }

  /** The write was the only one, so it must succeed, whether its first attempt acted or not. */
  @ParameterizedTest
  @MethodSource({"lastRequestFaults", "completeFaults"})
  void anExclusiveCreateSurvives(String operation, Fault fault) throws IOException {
    bench.faults(FaultPlan.none().on(operation, fault).times(1));
    byte[] content = operation.equals("PutObject") ? SMALL : LARGE;
    create("file", content);
    assertThat(bench.spoiled()).isEqualTo(1);
    assertContent("file", content);
  }

  /** The name was taken, so the write must fail, whatever happened to its first attempt. */
  @ParameterizedTest
  @MethodSource({"lastRequestFaults", "completeFaults"})
  void anExclusiveCreateNeverTakesWhatIsAnothers(String operation, Fault fault) throws IOException {
    byte[] content = operation.equals("PutObject") ? SMALL : LARGE;
    byte[] others = Connector.data(100, 99);
    bench.faults(FaultPlan.none().on(operation, fault).times(1));
    FSDataOutputStream out = bench.files().create(bench.path("file"), false);
    out.write(content);
    Connector.write(bench.beside(), bench.path("file"), others);
    assertThatThrownBy(out::close).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(bench.spoiled()).isEqualTo(1);
    assertContent("file", others);
  }

  static Stream<Arguments> hopeless() {
    return Stream.of(
        Arguments.of("PutObject", SMALL),
        Arguments.of("CreateMultipartUpload", LARGE),
        Arguments.of("UploadPart", LARGE),
        Arguments.of("CompleteMultipartUpload", LARGE));
  }

  @ParameterizedTest
  @MethodSource("hopeless")
  void aWriteThatFailsLeavesNothingAndSaysSoEachTime(String operation, byte[] content)
      throws IOException {
    bench.faults(FaultPlan.none().on(operation, Fault.slowDown()).always());
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
    bench.faults(FaultPlan.seeded(seed, 0.3, everyKind()));
    assertThat(bench.files().rename(bench.path("d/from"), bench.path("d/to"))).isTrue();
    bench.faults(FaultPlan.none());
    assertContent("d/to", SMALL);
    assertThat(bench.beside().exists(bench.path("d/from"))).isFalse();
  }

  /** Copy first, delete last: a rename that dies leaves the source whole. */
  @ParameterizedTest
  @ValueSource(strings = {"CopyObject", "UploadPartCopy", "CompleteMultipartUpload"})
  void aRenameThatFailsKeepsItsSource(String operation) throws IOException {
    for (int i = 0; i < 10; i++) {
      Connector.write(bench.beside(), bench.path("from/file-" + i), SMALL);
    }
    Predicate<String> tree = "CopyObject"::equals;
    String source = tree.test(operation) ? "from" : "from/file-3";
    bench.faults(
        FaultPlan.none()
            .on(operation, Fault.slowDown())
            .after(tree.test(operation) ? 4 : 0)
            .always());
    assertThatThrownBy(() -> bench.files().rename(bench.path(source), bench.path("to")))
        .isInstanceOf(ThrottledException.class)
        .hasMessageContainingAll("s3://", "503", "7 attempts");
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
