package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ObjectUri;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the URI of a FileSystem names. */
class AddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket/",
        "s3://2024-data/",
        "s3://a.b.c/",
        "s3://localhost/",
        "s3://minio/",
        "s3://192.168.0.1/",
        "s3://my_bucket/",
        "gs://my_bucket.with.dots/",
        "gcs://bucket/",
        "az://container@account/",
        "azure://$web@account.blob.core.windows.net/"
      })
  void oneContainer(String text) throws IOException {
    Address address = Address.parse(URI.create(text + "key"));
    assertThat(address.holdsContainers()).isFalse();
    assertThat(address.root()).hasToString(text);
    assertThat(address.options()).isEmpty();
    assertThat(address.uri() + "/").isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "s3://127.0.0.1:9000/bucket/key, http://127.0.0.1:9000, s3://bucket/",
    "s3://localhost:80/bucket/key, http://localhost:80, s3://bucket/",
    "s3://minio.example:443/bucket/key, https://minio.example:443, s3://bucket/",
    "s3://[::1]:9000/bucket/key, http://[::1]:9000, s3://bucket/"
  })
  void aPortMakesAHost(String text, String endpoint, String root) throws IOException {
    Address address = Address.parse(URI.create(text));
    assertThat(address.holdsContainers()).isTrue();
    assertThat(address.options()).isEqualTo(Map.of("s3.endpoint", endpoint));
    assertThat(address.root("bucket")).hasToString(root);
  }

  @ParameterizedTest
  @ValueSource(strings = {"az", "azure"})
  void anAccountHoldsContainersInTheirCanonicalForm(String scheme) throws IOException {
    Address address = Address.parse(URI.create(scheme + "://account/container/key"));
    assertThat(address.holdsContainers()).isTrue();
    assertThat(address.options()).isEmpty();
    assertThat(address.uri()).hasToString(scheme + "://account");
    assertThat(address.root("container")).hasToString(scheme + "://container@account/");
  }

  @Test
  void optionsAreGivenForTheContainerThenForWhatHoldsIt() throws IOException {
    assertThat(names("az://c@account/", "az://c@account")).containsExactly("c@account", "account");
    assertThat(names("az://account/", "az://c@account")).containsExactly("c@account", "account");
    assertThat(names("az://account/", "az://account")).containsExactly("account");
    assertThat(names("s3://h:9000/", "s3://bucket")).containsExactly("bucket", "h:9000");
    assertThat(names("gs://bucket/", "gs://bucket")).containsExactly("bucket");
    assertThat(names("direct:///", "direct://")).isEmpty();
  }

  private static List<String> names(String address, String root) throws IOException {
    return Address.parse(URI.create(address)).optionNames(ObjectUri.parse(root));
  }

  @ParameterizedTest
  @CsvSource({
    "s3://id:canary@bucket/, s3, access-key-id",
    "s3://canary@bucket/, s3, access-key-id",
    "s3://id:canary@host:9000/, s3, access-key-id",
    "gs://canary@bucket/, gs, service-account-file",
    "gcs://canary@bucket/, gs, service-account-file",
    "az://account:canary@account/, az, shared-key-secret",
    "az://c@canary@account/, az, shared-key-secret",
    "azure://c@canary@account/, az, shared-key-secret"
  })
  void credentialsAreRefusedAndNotRepeated(String text, String service, String option) {
    assertThatThrownBy(() -> Address.parse(URI.create(text)))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("must not hold credentials", "fs.s3dlio." + service + "." + option)
        .hasMessageNotContaining("canary")
        .message()
        .as("options of other services")
        .doesNotContainPattern("fs\\.s3dlio\\.(?!" + service + ")");
  }

  @ParameterizedTest
  @CsvSource({
    "s3:///key, s3://bucket/",
    "gs:///key, gs://bucket/",
    "az:///key, az://container@account/",
    "az://@account/key, az://container@account",
    "azure://a@b@account/key, azure://container@account"
  })
  void aRootWithoutAContainerIsAnsweredByTheForm(String text, String form) {
    assertThatThrownBy(() -> TestFiles.open(text, TestFiles.configuration()).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(form);
  }
}
