package io.s3dlio.testing.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.Capability;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Part;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.Stores;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import io.s3dlio.testing.servers.ServerKind;
import io.s3dlio.testing.servers.TestServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Servers judge races: of 16 conditional writers exactly one wins, 20 rounds of 20, puts, completes
 * and renames alike. S3Mock lets several win and is no judge.
 */
final class ServerRaceTest {

  private static final int CONTENDERS = 16;
  private static final int ROUNDS = 20;

  /** One contender's write of its content under a name. */
  @FunctionalInterface
  private interface Write {
    void run(ObjectStore store, String key, byte[] content) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void judges(Service service) throws Exception {
    judges(service, service.startServer());
  }

  /** Fails, and says how to install it, where the server is not named by the environment. */
  @Tag("external")
  @ParameterizedTest
  @EnumSource(names = {"MINIO", "VERSITYGW"})
  void externalServersJudge(ServerKind kind) throws Exception {
    judges(Service.S3, kind.start());
  }

  private static void judges(Service service, TestServer started) throws Exception {
    try (TestServer server = started;
        Crowd crowd = new Crowd(CONTENDERS);
        IoRuntime runtime = IoRuntime.open(StoreConfig.defaults().memory())) {
      service.createBucket(server, "race");
      ObjectUri root = ObjectUri.parse(service.root("race"));
      MapSettings settings = MapSettings.of(service.options(server));
      try (ObjectStore store = Stores.open(root, settings, runtime).store()) {
        race(crowd, store, "put", ServerRaceTest::put);
        race(crowd, store, "complete", ServerRaceTest::complete);
      }
      renames(crowd, service, server);
    }
  }

  private static void race(Crowd crowd, ObjectStore store, String name, Write write)
      throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String key = name + "-" + round;
      List<Integer> winners =
          crowd.race(
              who -> {
                try {
                  write.run(store, key, content(who));
                  return true;
                } catch (FileAlreadyExistsException e) {
                  return false;
                }
              });
      assertThat(winners).as("winners of %s", key).hasSize(1);
      assertThat(read(store, key)).isEqualTo(content(winners.get(0)));
      if (store.capabilities().contains(Capability.LIST_UPLOADS)) {
        // By the whole key: MinIO finds uploads no other way.
        assertThat(store.listUploads(UploadQuery.of(key)).uploads()).as("uploads left").isEmpty();
      }
    }
  }

  private static void put(ObjectStore store, String key, byte[] content) throws IOException {
    store.put(key, ByteBuffer.wrap(content), PutOptions.ifAbsent());
  }

  private static void complete(ObjectStore store, String key, byte[] content) throws IOException {
    try (Upload upload = store.startUpload(key, PutOptions.ifAbsent())) {
      Part part = upload.uploadPart(1, 0, ByteBuffer.wrap(content));
      upload.complete(List.of(part));
    }
  }

  private static void renames(Crowd crowd, Service service, TestServer server) throws Exception {
    String root = service.root("race");
    try (FileSystem files = Connector.open(root, Connector.configuration(service, server))) {
      for (int round = 0; round < ROUNDS; round++) {
        Path sources = new Path(root + "/sources-" + round);
        crowd.race(
            who -> {
              Connector.write(files, new Path(sources, "from-" + who), content(who));
              return true;
            });
        Path target = new Path(root + "/target-" + round);
        List<Integer> winners =
            crowd.race(who -> files.rename(new Path(sources, "from-" + who), target));
        assertThat(winners).as("winners of rename %s", round).hasSize(1);
        assertThat(Connector.read(files, target)).isEqualTo(content(winners.get(0)));
      }
    }
  }

  private static byte[] read(ObjectStore store, String key) throws IOException {
    try (ObjectReader reader = store.open(key, ReadHints.none())) {
      ByteBuffer all = ByteBuffer.allocate((int) store.stat(key).size());
      Stores.readFully(reader, 0, all);
      return all.array();
    }
  }

  private static byte[] content(int who) {
    return ("content of contender " + who + "; ").repeat(10).getBytes(UTF_8);
  }
}
