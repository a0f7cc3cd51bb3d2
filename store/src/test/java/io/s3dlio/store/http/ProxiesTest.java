package io.s3dlio.store.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which proxy the environment names. */
final class ProxiesTest {

  private static final HttpHost TARGET = new HttpHost("https", "blobs.example", 443);

  private static Proxies.Environment environment(String proxy, String direct) {
    return new Proxies.Environment(Map.of("https_proxy", proxy, "NO_PROXY", direct));
  }

  @Test
  void aProxyIsUsedUnlessTheHostIsListed() {
    HttpHost proxy = new HttpHost("http", "proxy.example", 3128);
    assertThat(environment("proxy.example:3128", "x.example").proxyFor(TARGET)).contains(proxy);
    assertThat(environment("http://proxy.example:3128", ".example").proxyFor(TARGET)).isEmpty();
    assertThat(environment("proxy.example:3128", "").proxyFor(new HttpHost("https", "127.0.0.1")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://user:canary word@proxy:1", "user:canary@:1"})
  void whatIsNoProxyIsRefusedWithoutItsText(String text) {
    assertThatThrownBy(() -> environment(text, "").proxyFor(TARGET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://host:port")
        .satisfies(thrown -> assertThat(thrown.toString()).doesNotContain("canary"))
        .hasNoCause();
  }
}
