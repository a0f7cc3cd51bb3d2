package io.s3dlio.store.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.HttpFake;
import io.s3dlio.testing.servers.RecordedRequest;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.TestCertificate;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Microsoft's default chain, in processes with an environment and a class path of their own. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
final class AzureIdentityTest {

  private static final Predicate<String> OF_IDENTITY =
      entry -> entry.contains("azure-identity") || entry.contains("msal4j");

  @TempDir private Path directory;
  private HttpFake service;

  @BeforeEach
  void start() {
    service =
        HttpFake.start(
            (request, body) -> {
              boolean copy = request.header("x-ms-copy-source").isPresent();
              return HttpFake.Answer.of(copy ? 202 : 201, "").with("ETag", "\"e\"");
            });
  }

  @AfterEach
  void stop() {
    service.close();
  }

  /** As an App Service's managed identity: "REST endpoint reference" of that page. */
  @Test
  void aManagedIdentitysTokenGoesWithEachRequestAndWithTheSourceOfACopy() throws Exception {
    String token =
        "{\"access_token\":\"canary\",\"expires_on\":\"4102444800\","
            + "\"resource\":\"https://storage.azure.com/\",\"token_type\":\"Bearer\"}";
    TestCertificate certificate = TestCertificate.create(directory);
    try (HttpFake identity = HttpFake.start((request, body) -> HttpFake.Answer.of(200, token));
        Relay tls = Relay.withTls(service, certificate)) {
      String output =
          run(
              entry -> true,
              Map.of(
                  "IDENTITY_ENDPOINT",
                  identity.endpoint() + "/token",
                  "IDENTITY_HEADER",
                  "header",
                  "AZURE_TOKEN_CREDENTIALS",
                  "ManagedIdentityCredential"),
              "az.credentials=default",
              "az.ca-bundle=" + certificate.pem(),
              "az.endpoint=" + tls.endpoint() + "/devstoreaccount1");
      assertThat(output).doesNotContain("canary").endsWith("exit 0");
      assertThat(identity.requests()).isNotEmpty();
    }
    assertThat(service.requests()).hasSize(2);
    RecordedRequest copy = service.requests().get(1);
    assertThat(copy.header("authorization")).isPresent();
    assertThat(copy.header("x-ms-copy-source-authorization")).isPresent();
    assertThat(copy.header("x-ms-copy-source")).hasValueSatisfying(this::isUnsigned);
  }

  private void isUnsigned(String url) {
    assertThat(url).doesNotContain("sig=");
  }

  @Test
  void theLibraryIsNotEvenLookedForUnlessTheChainIsAskedFor() throws Exception {
    String endpoint = "az.endpoint=" + service.endpoint() + "/devstoreaccount1";
    Predicate<String> others = OF_IDENTITY.negate();
    assertThat(run(others, Map.of(), endpoint, "az.credentials=emulator")).endsWith("exit 0");
    assertThat(service.requests()).hasSize(2);
    assertThat(run(others, Map.of(), "az.credentials=default", "az.endpoint=https://127.0.0.1:1/a"))
        .contains("com.azure:azure-identity")
        .endsWith("exit 1");
  }

  /** What the probe wrote, and how it ended. */
  private String run(
      Predicate<String> classPath, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    String entries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(classPath)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", entries, AzureProbe.class.getName()));
    command.addAll(List.of(options));
    Path output = directory.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the probe ends").isTrue();
      return Files.readString(output, UTF_8) + "exit " + process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
