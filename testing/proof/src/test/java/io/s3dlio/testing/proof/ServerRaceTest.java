package io.s3dlio.testing.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.OpenedStore;
import io.s3dlio.store.Part;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.Stores;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import io.s3dlio.testing.servers.S3Server;
import io.s3dlio.testing.servers.ServerKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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

  @Test
  void s3ProxyJudges() throws Exception {
    judges(ServerKind.S3PROXY);
  }

  /** Fails, and says how to install it, where the server is not named by the environment. */
  @Tag("external")
  @ParameterizedTest
  @EnumSource(names = {"MINIO", "VERSITYGW"})
  void externalServersJudge(ServerKind kind) throws Exception {
    judges(kind);
  }

  private static void judges(ServerKind kind) throws Exception {
    try (S3Server server = kind.start();
        Crowd crowd = new Crowd(CONTENDERS);
        IoRuntime runtime = IoRuntime.open(StoreConfig.defaults().memory())) {
      server.createBucket("race");
      OpenedStore opened = Stores.open(ObjectUri.parse("s3://race"), settings(server), runtime);
      try (ObjectStore store = opened.store()) {
        race(crowd, store, "put", ServerRaceTest::put);
        race(crowd, store, "complete", ServerRaceTest::complete);
      }
      renames(crowd, server);
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
      // By the whole key: MinIO finds uploads no other way.
      assertThat(store.listUploads(UploadQuery.of(key)).uploads()).as("uploads left").isEmpty();
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

  private static void renames(Crowd crowd, S3Server server) throws Exception {
    try (FileSystem files = Connector.open("s3://race", Connector.configuration(server))) {
      for (int round = 0; round < ROUNDS; round++) {
        Path sources = new Path("s3://race/sources-" + round);
        crowd.race(
            who -> {
              Connector.write(files, new Path(sources, "from-" + who), content(who));
              return true;
            });
        Path target = new Path("s3://race/target-" + round);
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

  private static MapSettings settings(S3Server server) {
    return MapSettings.of(
        Map.of(
            "s3.endpoint", server.endpoint().toString(),
            "s3.region", server.region(),
            "s3.access-key-id", server.accessKey(),
            "s3.access-key-secret", server.secretKey()));
  }

  private static byte[] content(int who) {
    return ("content of contender " + who + "; ").repeat(10).getBytes(UTF_8);
  }
}
