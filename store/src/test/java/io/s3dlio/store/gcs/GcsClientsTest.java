package io.s3dlio.store.gcs;

import static io.s3dlio.store.gcs.GcsFixture.BUCKET;
import static io.s3dlio.store.gcs.GcsFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.config.ConfigKey;
import io.s3dlio.testing.servers.GcsFake;
import io.s3dlio.testing.servers.HttpFake;
import io.s3dlio.testing.servers.RecordedRequest;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options, buckets, and how the service is reached. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
class GcsClientsTest {

  private final GcsStoreProvider provider = new GcsStoreProvider();

  @TempDir private Path directory;
  private GcsFake server;
  private Relay relay;

  @BeforeEach
  void start() {
    server = GcsFake.start();
    server.createBucket(BUCKET);
    relay = Relay.inFrontOf(server);
  }

  @AfterEach
  void stop() {
    relay.close();
    server.close();
  }

  private StoreContext context(Map<String, String> more) {
    return GcsFixture.context(relay.endpoint(), more);
  }

  @Test
  void bucketsAreMadeListedAndRemoved() throws IOException {
    StoreContext mine = context(Map.of("gs.project", GcsFake.PROJECT, "gs.location", "EU"));
    ObjectUri root = ObjectUri.parse("gs://made-here");
    provider.createContainer(root, mine);
    assertThat(provider.listContainers(root, mine)).contains("made-here", BUCKET);
    assertThatThrownBy(() -> provider.createContainer(root, mine))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("gs://made-here/");
    try (ObjectStore store = provider.open(root, mine)) {
      store.put("k", bytes("x"), PutOptions.none());
      assertThatThrownBy(() -> provider.deleteContainer(root, mine))
          .isInstanceOf(DirectoryNotEmptyException.class);
      store.delete(List.of("k"));
    }
    provider.deleteContainer(root, mine);
    assertThat(provider.listContainers(root, mine)).doesNotContain("made-here");
    assertThatThrownBy(() -> provider.deleteContainer(root, mine))
        .isInstanceOf(NoSuchBucketException.class);
    assertThat(relay.operations()).doesNotContain("other").contains("buckets.insert");
  }

  @Test
  void aBucketOfAnotherProjectIsTakenAndForbidden() throws IOException {
    server.createForeignBucket("theirs");
    ObjectUri root = ObjectUri.parse("gs://theirs");
    StoreContext mine = context(Map.of("gs.project", GcsFake.PROJECT));
    assertThatThrownBy(() -> provider.createContainer(root, mine))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("another project");
    try (ObjectStore store = provider.open(root, mine)) {
      assertThatThrownBy(() -> store.stat("k"))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("s3dlio.gs.credentials");
    }
  }

  @Test
  void aCertificateIsTrustedByItsBundleAlone() throws Exception {
    TestCertificate certificate = TestCertificate.create(directory);
    try (Relay tls = Relay.withTls(server, certificate)) {
      Map<String, String> trusting =
          Map.of(
              "gs.ca-bundle",
              directory.resolve("server.pem").toString(),
              "gs.credentials",
              "anonymous",
              "gs.project",
              GcsFake.PROJECT);
      try (ObjectStore store = GcsFixture.open(tls.endpoint(), trusting)) {
        store.put("k", bytes("x"), PutOptions.none());
      }
      assertThat(
              provider.listContainers(
                  GcsFixture.root(), GcsFixture.context(tls.endpoint(), trusting)))
          .contains(BUCKET);
      try (ObjectStore store =
          GcsFixture.open(tls.endpoint(), Map.of("gs.credentials", "anonymous"))) {
        assertThatThrownBy(() -> store.stat("k"))
            .isExactlyInstanceOf(StoreException.class)
            .hasMessageContaining("s3dlio.gs.ca-bundle")
            .hasMessageContaining(tls.endpoint().toString());
      }
    }
    Path noBundle = Files.writeString(directory.resolve("no.pem"), "no certificate");
    assertThatThrownBy(
            () -> GcsFixture.open(relay.endpoint(), Map.of("gs.ca-bundle", noBundle.toString())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("s3dlio.gs.ca-bundle");
  }

  @Test
  void aProxyIsUsedAndSignedInTo() throws IOException {
    try (HttpFake proxy =
        HttpFake.start(
            (request, body) ->
                request.header("proxy-authorization").isPresent()
                    ? HttpFake.Answer.of(200, "{\"generation\": \"7\", \"size\": \"3\"}")
                        .with("Content-Type", "application/json")
                    : HttpFake.Answer.of(407, "").with("Proxy-Authenticate", "Basic realm=x"))) {
      Map<String, String> options =
          Map.of(
              "gs.proxy", "127.0.0.1:" + proxy.endpoint().getPort(),
              "gs.proxy-user", "me",
              "gs.proxy-password", "secret");
      URI far = URI.create("http://storage.example:4443");
      try (ObjectStore store = GcsFixture.open(far, options)) {
        assertThat(store.stat("k").size()).isEqualTo(3);
      }
      RecordedRequest last = proxy.requests().get(proxy.requests().size() - 1);
      assertThat(last.header("host")).hasValue("storage.example:4443");
      assertThat(last.header("proxy-authorization")).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gs.endpoint, 127.0.0.1:9000",
    "gs.endpoint, ftp://127.0.0.1",
    "gs.endpoint, http://user:CanaryPassword@127.0.0.1",
    "gs.proxy, proxy.example",
    "gs.proxy, http://user:CanaryPassword@proxy:3128",
    "gs.credentials, guess",
    "gs.max-connections, 0",
    "gs.request-timeout, 5",
  })
  void whatCannotBeIsRefusedByTheNameOfItsOption(String option, String value) {
    assertThatThrownBy(() -> GcsFixture.open(relay.endpoint(), Map.of(option, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s3dlio." + option)
        .hasMessageNotContaining("CanaryPassword");
  }

  @ParameterizedTest
  @CsvSource({
    "gs:///k",
    "gs://bucket/prefix",
    "gs://127.0.0.1:9000/bucket",
    "gs://bu cket/",
    "gs://Bucket/"
  })
  void aRootIsABucketAndNothingMore(String root) {
    assertThatThrownBy(() -> provider.open(ObjectUri.parse(root), context(Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gs://");
  }

  @Test
  void bothSchemesAreOneStore() throws IOException {
    ObjectUri alias = ObjectUri.parse("gcs://" + BUCKET);
    try (ObjectStore gs = GcsFixture.open(relay.endpoint());
        ObjectStore gcs = provider.open(alias, context(Map.of()))) {
      gs.put("k", bytes("x"), PutOptions.none());
      assertThat(gcs.stat("k").size()).isEqualTo(1);
      assertThat(gcs.root().toString()).isEqualTo("gcs://bucket/");
      assertThatThrownBy(() -> gcs.stat("none")).hasMessageContaining("gcs://bucket/none");
    }
  }

  @Test
  void eachOptionIsDeclaredWithOneSentence() {
    for (ConfigKey<?> key : provider.keys()) {
      assertThat(key.name()).startsWith("gs.");
      assertThat(key.sentence()).endsWith(".");
    }
  }

  @Test
  void namingTheProviderLoadsNoClassOfTheSdk() throws Exception {
    URI ours = GcsStoreProvider.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    URI nulls = NullMarked.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    try (URLClassLoader without =
        new URLClassLoader(
            new URL[] {ours.toURL(), nulls.toURL()}, ClassLoader.getPlatformClassLoader())) {
      Class<?> alone = without.loadClass(GcsStoreProvider.class.getName());
      Object there = alone.getConstructor().newInstance();
      assertThat(alone.getMethod("schemes").invoke(there).toString()).contains("gs", "gcs");
      assertThat(alone.getMethod("keys").invoke(there).toString()).contains("gs.endpoint");
    }
  }
}
