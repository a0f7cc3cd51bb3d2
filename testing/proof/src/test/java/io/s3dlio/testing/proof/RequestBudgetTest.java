package io.s3dlio.testing.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.TestServer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The table in {@code docs/request-budgets.md}, counted at the server.
 *
 * <p>Each action begins with a cold FileSystem, on paths four levels deep, without markers.
 */
@ParameterizedClass
@EnumSource(Service.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RequestBudgetTest {

  private static final int MANY = 2_500;
  private static final int SMALL = 64 * 1024;

  private static TestServer server;
  private static Relay relay;
  private static FileSystem beside;

  @Parameter private Service service;
  private int folders;

  /** One row's action: what is there before, and what is counted. */
  private record Action(Body before, Body counted, String option, String value) {
    Action(Body before, Body counted) {
      this(before, counted, "", "");
    }

    Action with(String name, String setting) {
      return new Action(before, counted, name, setting);
    }
  }

  /**
   * A part of an action.
   *
   * @see #run
   */
  @FunctionalInterface
  private interface Body {
    /**
     * @param files cold before the first body
     * @param folder three levels deep, of this action alone
     */
    void run(FileSystem files, Path folder) throws Exception;
  }

  @BeforeParameterizedClassInvocation
  static void start(Service service) throws IOException {
    server = service.startServer();
    service.createBucket(server, "budget");
    relay = Relay.inFrontOf(server);
    beside = Connector.open(service.root("budget"), Connector.configuration(service, server));
  }

  @AfterParameterizedClassInvocation
  static void stop() throws IOException {
    beside.close();
    relay.close();
    server.close();
  }

  /** Three levels deep as the others; read by several actions, so made once. */
  private Path manyFiles() {
    return new Path(service.root("budget") + "/a/b/many");
  }

  private Map<String, Action> actions() {
    Map<String, Action> actions = new LinkedHashMap<>();
    reads(actions);
    statuses(actions);
    writes(actions);
    names(actions);
    return actions;
  }

  private void reads(Map<String, Action> actions) {
    Body file = (files, folder) -> put(folder, "file", SMALL);
    Body large = (files, folder) -> put(folder, "file", 4 << 20);
    actions.put(
        "open and read a file of 64 KiB",
        new Action(
            file,
            (files, folder) ->
                assertThat(Connector.read(files, new Path(folder, "file"))).hasSize(SMALL)));
    actions.put(
        "open and read 64 KiB of a large file",
        new Action(
            large,
            (files, folder) -> {
              try (FSDataInputStream in = files.open(new Path(folder, "file"))) {
                in.readFully(new byte[SMALL]);
              }
            }));
    actions.put(
        "open a large file and read its last 64 KiB",
        new Action(
            large,
            (files, folder) -> {
              try (FSDataInputStream in = files.open(new Path(folder, "file"))) {
                in.readFully((4 << 20) - SMALL, new byte[SMALL]);
              }
            }));
    actions.put(
        "open and read an empty file",
        new Action(
            (files, folder) -> put(folder, "file", 0),
            (files, folder) ->
                assertThat(Connector.read(files, new Path(folder, "file"))).isEmpty()));
    actions.put(
        "openFile with a status, and read 64 KiB",
        new Action(
            file,
            (files, folder) -> {
              FileStatus known = beside.getFileStatus(new Path(folder, "file"));
              CompletableFuture<FSDataInputStream> opening =
                  files.openFile(known.getPath()).withFileStatus(known).build();
              try (FSDataInputStream in = opening.get()) {
                in.readFully(0, new byte[SMALL]);
              }
            }));
    actions.put(
        "open nothing",
        new Action(
            (files, folder) -> {},
            (files, folder) ->
                assertThatThrownBy(() -> files.open(new Path(folder, "file")))
                    .isInstanceOf(FileNotFoundException.class)));
  }

  private void statuses(Map<String, Action> actions) {
    Body file = (files, folder) -> put(folder, "file", 10);
    Body fileStatus =
        (files, folder) ->
            assertThat(files.getFileStatus(new Path(folder, "file")).isFile()).isTrue();
    Body folderStatus =
        (files, folder) -> assertThat(files.getFileStatus(folder).isDirectory()).isTrue();
    String probe = "fs.s3dlio.status.probe";
    Body manyThere =
        (files, folder) -> {
          if (!beside.exists(manyFiles())) {
            putMany(manyFiles());
          }
        };
    actions.put("status of a file", new Action(file, fileStatus));
    actions.put("status of a directory", new Action(file, folderStatus));
    actions.put(
        "status of nothing",
        new Action(
            (files, folder) -> {},
            (files, folder) ->
                assertThatThrownBy(() -> files.getFileStatus(folder))
                    .isInstanceOf(FileNotFoundException.class)));
    actions.put(
        "status of a file, status.probe=serial",
        new Action(file, fileStatus).with(probe, "serial"));
    actions.put(
        "status of a directory, status.probe=serial",
        new Action(file, folderStatus).with(probe, "serial"));
    actions.put(
        "list a directory of 2,500 files",
        new Action(
            manyThere, (files, folder) -> assertThat(files.listStatus(manyFiles())).hasSize(MANY)));
    actions.put(
        "list recursively, 2,500 files",
        new Action(
            manyThere,
            (files, folder) ->
                assertThat(count(files.listFiles(manyFiles(), true))).isEqualTo(MANY)));
    actions.put(
        "content summary of 2,500 files",
        new Action(
            manyThere,
            (files, folder) ->
                assertThat(files.getContentSummary(manyFiles()).getFileCount()).isEqualTo(MANY)));
  }

  private void writes(Map<String, Action> actions) {
    Body create =
        (files, folder) -> Connector.write(files, new Path(folder, "new"), new byte[SMALL]);
    actions.put(
        "small create, parent seen by a status",
        new Action(
            (files, folder) -> {
              put(folder, "other", 1);
              files.getFileStatus(folder);
            },
            create));
    actions.put(
        "small create, parent seen by an earlier create",
        new Action(
            (files, folder) -> Connector.write(files, new Path(folder, "other"), new byte[1]),
            create));
    actions.put("small create, three ancestors unknown", new Action((files, folder) -> {}, create));
    actions.put(
        "small create without overwrite, parent seen",
        new Action(
            (files, folder) -> Connector.write(files, new Path(folder, "other"), new byte[1]),
            (files, folder) -> {
              try (FSDataOutputStream out = files.create(new Path(folder, "new"), false)) {
                out.write(1);
              }
            }));
    actions.put(
        "create of 12 MiB, parent seen",
        new Action(
            (files, folder) -> Connector.write(files, new Path(folder, "other"), new byte[1]),
            (files, folder) ->
                Connector.write(files, new Path(folder, "new"), new byte[12 << 20])));
    actions.put(
        "mkdirs, three ancestors unknown",
        new Action(
            (files, folder) -> {},
            (files, folder) -> assertThat(files.mkdirs(new Path(folder, "d"))).isTrue()));
  }

  private void names(Map<String, Action> actions) {
    actions.put(
        "delete a file that is not the last of its directory",
        new Action(
            (files, folder) -> {
              put(folder, "file", 10);
              put(folder, "other", 10);
            },
            (files, folder) -> assertThat(files.delete(new Path(folder, "file"), false)).isTrue()));
    actions.put(
        "delete the last file of a directory",
        new Action(
            (files, folder) -> put(folder, "file", 10),
            (files, folder) -> assertThat(files.delete(new Path(folder, "file"), false)).isTrue()));
    actions.put(
        "delete a directory of 2,500 files",
        new Action(
            (files, folder) -> {
              putMany(folder);
              put(folder.getParent(), "other", 1);
            },
            (files, folder) -> assertThat(files.delete(folder, true)).isTrue()));
    actions.put(
        "rename a file within its directory",
        new Action(
            (files, folder) -> put(folder, "file", 10),
            (files, folder) ->
                assertThat(files.rename(new Path(folder, "file"), new Path(folder, "new")))
                    .isTrue()));
    actions.put(
        "rename a directory of 10 files",
        new Action(
            (files, folder) -> {
              for (int i = 0; i < 10; i++) {
                put(new Path(folder, "d"), "file-" + i, 10);
              }
            },
            (files, folder) ->
                assertThat(files.rename(new Path(folder, "d"), new Path(folder, "new"))).isTrue()));
  }

  @TestFactory
  Stream<DynamicTest> theTableHolds() throws IOException {
    Map<String, Action> actions = actions();
    return table().entrySet().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.getKey(),
                    () -> {
                      Action action = actions.get(row.getKey());
                      assertThat(action).as("the action of this row").isNotNull();
                      run(Objects.requireNonNull(action), row.getValue());
                    }));
  }

  @Test
  void theTableNamesEveryActionOnce() throws IOException {
    assertThat(table().keySet()).containsExactlyElementsOf(actions().keySet());
  }

  private void run(Action action, Rounds rounds) throws Exception {
    String root = service.root("budget");
    Path folder = new Path(root + "/a/b/c" + ++folders);
    Configuration configuration = Connector.configuration(service, relay);
    if (!action.option().isEmpty()) {
      configuration.set(action.option(), action.value());
    }
    try (FileSystem cold = Connector.open(root, configuration)) {
      action.before().run(cold, folder);
      rounds.verify(relay, () -> action.counted().run(cold, folder));
    }
  }

  /** The rows: action, then what this service is asked. */
  private Map<String, Rounds> table() throws IOException {
    Map<String, Rounds> rows = new LinkedHashMap<>();
    BudgetTable.read().forEach((action, budget) -> rows.put(action, budget.of(service)));
    return rows;
  }

  private static void put(Path folder, String name, int length) throws IOException {
    Connector.write(beside, new Path(folder, name), new byte[length]);
  }

  /** 2,500 empty files by the quickest way there is; they are not what is counted. */
  private static void putMany(Path folder) {
    java.util.stream.IntStream.range(0, MANY)
        .parallel()
        .forEach(
            i -> {
              try {
                put(folder, String.format("file-%05d", i), 0);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
  }

  private static int count(RemoteIterator<?> entries) throws IOException {
    int count = 0;
    while (entries.hasNext()) {
      entries.next();
      count++;
    }
    return count;
  }
}
