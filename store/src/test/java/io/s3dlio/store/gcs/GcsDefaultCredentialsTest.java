package io.s3dlio.store.gcs;

import static io.s3dlio.store.gcs.GcsFixture.BUCKET;
import static io.s3dlio.store.gcs.GcsFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.PutOptions;
import io.s3dlio.testing.servers.GcsFake;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the environment says of credentials and endpoint, in processes that have one of their own.
 */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
class GcsDefaultCredentialsTest {

  /** Nobody waits longer than this for credentials that are not there, in seconds. */
  private static final long LONGEST = 30;

  @TempDir private Path directory;
  private GcsFake server;

  @BeforeEach
  void start() throws IOException {
    server = GcsFake.start(GcsFake.Options.standard().access(GcsFake.Access.TOKENS));
    server.createBucket(BUCKET);
    try (ObjectStore store =
        GcsFixture.open(
            server.endpoint(), Map.of("gs.service-account-file", keyFile("own.json").toString()))) {
      store.put("k", bytes("abc"), PutOptions.none());
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Path keyFile(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, server.serviceAccountFile());
  }

  /** What a new process prints, whose environment holds nothing of this machine's Google tools. */
  private String probe(Map<String, String> environment, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Duser.home=" + directory, "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(GcsDefaultProbe.class.getName());
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(GOOGLE|GCLOUD|GCE|CLOUDSDK|STORAGE_).*"));
    builder.environment().put("CLOUDSDK_CONFIG", directory.resolve("gcloud").toString());
    builder.environment().putAll(environment);
    Path output = directory.resolve("output.txt");
    Process process = builder.redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(LONGEST, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String all = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(all).contains("PROBE ").doesNotContain("PRIVATE KEY");
    return all.substring(all.indexOf("PROBE ") + 6).trim();
  }

  private String endpoint() {
    return "gs.endpoint=" + server.endpoint();
  }

  @Test
  void theVariableOfTheKeyFile() throws Exception {
    Map<String, String> environment =
        Map.of("GOOGLE_APPLICATION_CREDENTIALS", keyFile("key.json").toString());
    assertThat(probe(environment, endpoint(), "gs.credentials=default")).isEqualTo("3 bytes");
  }

  @Test
  void theFileOfGooglesCommandLine() throws Exception {
    keyFile("gcloud/application_default_credentials.json");
    assertThat(probe(Map.of(), endpoint(), "gs.credentials=default")).isEqualTo("3 bytes");
  }

  @Test
  void aVariableThatNamesNoKeyIsSaidToBeWrong() throws Exception {
    Path bad = Files.writeString(directory.resolve("bad.json"), "not json");
    String said =
        probe(
            Map.of("GOOGLE_APPLICATION_CREDENTIALS", bad.toString()),
            endpoint(),
            "gs.credentials=default");
    assertThat(said)
        .startsWith("AccessDeniedException")
        .contains("application default credentials", "s3dlio.gs.service-account-file");
  }

  @Test
  void withoutAnyTheFirstCallFailsSoonWithTheCure() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0)) {
      nobody = free.getLocalPort();
    }
    String said =
        probe(
            Map.of("GCE_METADATA_HOST", "127.0.0.1:" + nobody),
            endpoint(),
            "gs.credentials=default");
    assertThat(said)
        .startsWith("AccessDeniedException")
        .contains("STAT gs://bucket/k", "application default credentials")
        .contains("s3dlio.gs.credentials");
  }

  @Test
  void theEmulatorsVariableIsEndpointAndNoCredentials() throws Exception {
    URI address = server.endpoint();
    String said = probe(Map.of("STORAGE_EMULATOR_HOST", address.getAuthority()));
    assertThat(said)
        .as("the emulator was asked, by nobody")
        .startsWith("AccessDeniedException")
        .contains("status 401", "anonymous");
  }
}
