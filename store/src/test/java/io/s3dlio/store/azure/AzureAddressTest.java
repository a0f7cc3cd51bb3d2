package io.s3dlio.store.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ObjectUri;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Roots of az and azure, and where they lead. */
final class AzureAddressTest {

  private static AzureAddress parse(String root) {
    return AzureAddress.parse(ObjectUri.parse(root));
  }

  @ParameterizedTest
  @CsvSource({
    "az://data@acct, data, acct, https://acct.blob.core.windows.net",
    "azure://data@acct, data, acct, https://acct.blob.core.windows.net",
    "az://2024-data@acct1, 2024-data, acct1, https://acct1.blob.core.windows.net",
    "az://$root@acct, $root, acct, https://acct.blob.core.windows.net",
    "az://data@acct.blob.core.chinacloudapi.cn, data, acct, https://acct.blob.core.chinacloudapi.cn",
    "az://data@acct.z01.blob.storage.azure.net, data, acct, https://acct.z01.blob.storage.azure.net",
    "az://c01@devstoreaccount1, c01, devstoreaccount1, http://127.0.0.1:10000/devstoreaccount1",
    "az://acct, '', acct, https://acct.blob.core.windows.net",
  })
  void aRootNamesContainerAccountAndEndpoint(
      String root, String container, String account, URI endpoint) {
    AzureAddress address = parse(root);
    assertThat(address.container()).isEqualTo(container);
    assertThat(address.account()).isEqualTo(account);
    assertThat(address.endpoint()).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "az:///x",
        "az://@acct",
        "az://a@b@c",
        "az://data@acct/key",
        "az://da@acct",
        "az://a--b@acct",
        "az://Data@acct",
        "az://data@AC",
        "az://data@my_account",
        "az://data@acct.dfs.core.windows.net",
        "az://data@acct:443",
      })
  void whatIsNoRootIsRefusedByItsName(String root) {
    assertThatThrownBy(() -> parse(root))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(ObjectUri.parse(root).toString());
  }

  @Test
  void optionsSayOtherwise() {
    AzureAddress address =
        parse("az://data@acct")
            .at(Optional.of(URI.create("https://blobs.example/")), Optional.of("other"));
    assertThat(address.endpoint()).isEqualTo(URI.create("https://blobs.example"));
    assertThat(address.account()).isEqualTo("other");
    assertThat(address.container()).isEqualTo("data");
  }

  @Test
  void aStoreNeedsAContainer() {
    assertThatThrownBy(() -> AzureContainers.checkRoot(ObjectUri.parse("azure://acct")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("azure://container@account/");
  }
}
