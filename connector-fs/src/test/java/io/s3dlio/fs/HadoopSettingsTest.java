package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How options are found in a Configuration. */
class HadoopSettingsTest {

  private static final Set<String> KNOWN =
      Set.of("s3.region", "range.chunk-size", "region", "s3.access-key-secret");

  private static HadoopSettings settings(String bucket, Map<String, String> options) {
    Configuration configuration = new Configuration(false);
    options.forEach(configuration::set);
    return settings(configuration, List.of(bucket));
  }

  private static HadoopSettings settings(Configuration configuration, List<String> buckets) {
    return new HadoopSettings(configuration, buckets, KNOWN, Map.of());
  }

  @Test
  void aBucketsOwnOptionWins() {
    Map<String, String> options =
        Map.of(
            "fs.s3dlio.s3.region", "general",
            "fs.s3dlio.bucket.mine.s3.region", "own",
            "fs.s3dlio.bucket.other.range.chunk-size", "1MiB");
    HadoopSettings mine = settings("mine", options);
    assertThat(mine.find("s3.region")).contains("own");
    assertThat(mine.spell("s3.region")).isEqualTo("fs.s3dlio.bucket.mine.s3.region");
    assertThat(mine.names()).containsExactly("s3.region");
    assertThat(settings("another", options).find("s3.region")).contains("general");
    assertThat(settings("other", options).find("range.chunk-size")).contains("1MiB");
  }

  @Test
  void anAccountsOptionCountsForItsContainersUnlessTheyHaveTheirOwn() throws IOException {
    Configuration configuration = new Configuration(false);
    configuration.set("fs.s3dlio.s3.region", "general");
    configuration.set("fs.s3dlio.bucket.account.s3.region", "of the account");
    configuration.set("fs.s3dlio.bucket.account.s3.access-key-secret", "secret of the account");
    configuration.set("fs.s3dlio.bucket.c@account.s3.region", "of the container");
    HadoopSettings container = settings(configuration, List.of("c@account", "account"));
    assertThat(container.find("s3.region")).contains("of the container");
    assertThat(container.spell("s3.region")).isEqualTo("fs.s3dlio.bucket.c@account.s3.region");
    assertThat(container.findSecret("s3.access-key-secret"))
        .contains(Secret.of("secret of the account"));
    HadoopSettings other = settings(configuration, List.of("d@account", "account"));
    assertThat(other.find("s3.region")).contains("of the account");
    assertThat(settings(configuration, List.of("c@other", "other")).find("s3.region"))
        .contains("general");
  }

  @Test
  void whatTheAddressSaysCountsMost() {
    Configuration configuration = new Configuration(false);
    configuration.set("fs.s3dlio.bucket.mine.s3.region", "own");
    Map<String, String> fixed = Map.of("s3.region", "of the address");
    HadoopSettings settings = new HadoopSettings(configuration, List.of("mine"), KNOWN, fixed);
    assertThat(settings.find("s3.region")).contains("of the address");
  }

  @Test
  void bucketsWithDotsAreToldFromOptionsByTheLongestSuffix() {
    Map<String, String> options = Map.of("fs.s3dlio.bucket.logs.s3.s3.region", "own");
    assertThat(settings("logs.s3", options).find("s3.region")).contains("own");
    assertThat(settings("logs.s3.s3", options).find("region")).isEmpty();
    assertThat(settings("logs", options).find("s3.region")).isEmpty();
  }

  @Test
  void aBucketsUnknownOptionIsNotSwallowed() {
    assertThat(settings("any", Map.of("fs.s3dlio.bucket.b.s3.regoin", "x")).names())
        .containsExactly("bucket.b.s3.regoin");
  }

  @Test
  void secretsComeFromCredentialFiles(@TempDir Path directory) throws IOException {
    Configuration configuration = new Configuration(false);
    configuration.set(
        CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH,
        "localjceks://file" + directory.resolve("secrets.jceks"));
    CredentialProvider provider = CredentialProviderFactory.getProviders(configuration).get(0);
    provider.createCredentialEntry("fs.s3dlio.s3.access-key-secret", "general".toCharArray());
    provider.createCredentialEntry(
        "fs.s3dlio.bucket.mine.s3.access-key-secret", "own".toCharArray());
    provider.flush();
    assertThat(settings(configuration, List.of("mine")).findSecret("s3.access-key-secret"))
        .contains(Secret.of("own"));
    assertThat(settings(configuration, List.of("b")).findSecret("s3.access-key-secret"))
        .contains(Secret.of("general"));
    assertThat(settings("b", Map.of()).findSecret("s3.access-key-secret"))
        .isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fs.s3dlio.range.chunk-sizes", "fs.s3dlio.bucket.b.range.chunk-sizes"})
  void anUnknownNameIsRefusedWithTheNearestOne(String name) throws IOException {
    Configuration configuration = TestFiles.configuration();
    configuration.set(name, "1MiB");
    String uri = TestFiles.memoryBucket();
    assertThatThrownBy(() -> TestFiles.open(uri, configuration).close())
        .isExactlyInstanceOf(IOException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("range.chunk-size");
  }

  @Test
  void aValueOutOfBoundsIsRefusedByTheNameTheUserWrote() throws IOException {
    Configuration configuration = TestFiles.configuration();
    configuration.set("fs.s3dlio.hadoop.block-size", "3 bytes");
    String uri = TestFiles.memoryBucket();
    assertThatThrownBy(() -> TestFiles.open(uri, configuration).close())
        .isExactlyInstanceOf(IOException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fs.s3dlio.hadoop.block-size");
  }
}
