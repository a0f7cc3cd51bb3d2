package io.s3dlio.store.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigKeyTest {

  private enum Probe {
    PARALLEL,
    ONE_BY_ONE
  }

  private static MapSettings given(String name, String value) {
    return MapSettings.of(Map.of(name, value));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "17, 17",
    "8MiB, 8388608",
    "8 mib, 8388608",
    "1.5KiB, 1536",
    "2M, 2097152",
    "2MB, 2000000",
    "1TiB, 1099511627776"
  })
  void sizesReadAsPeopleWriteThem(String text, long bytes) {
    assertThat(Quantities.parseSize(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MiB", "-1", "8 parsecs", "0.3", "1e9", "99999999999TiB"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> Quantities.parseSize(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void timesNeedAUnit() {
    assertThat(Quantities.parseDuration("30s")).isEqualTo(Duration.ofSeconds(30));
    assertThat(Quantities.parseDuration("1.5h")).isEqualTo(Duration.ofMinutes(90));
    assertThat(Quantities.parseDuration("250ms")).isEqualTo(Duration.ofMillis(250));
    assertThatThrownBy(() -> Quantities.parseDuration("30")).hasMessageContaining("no unit");
  }

  @Test
  void aValueOutOfBoundsNamesOptionValueAndBounds() {
    ConfigKey<Long> key = ConfigKey.size("range.chunk-size", "8MiB", "64KiB", "1GiB", "x");
    assertThat(key.in(MapSettings.empty())).isEqualTo(8L << 20);
    assertThatThrownBy(() -> key.in(given("range.chunk-size", "1KiB")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s3dlio.range.chunk-size = \"1KiB\"")
        .hasMessageContaining("64KiB")
        .hasMessageContaining("1GiB");
  }

  @Test
  void aChoiceIsWrittenInLowerCase() {
    ConfigKey<Probe> key = ConfigKey.choice("status.probe", Probe.PARALLEL, Probe.class, "x");
    assertThat(key.in(given("status.probe", "one-by-one"))).isEqualTo(Probe.ONE_BY_ONE);
    assertThatThrownBy(() -> key.in(given("status.probe", "both")))
        .hasMessageContaining("parallel, one-by-one");
  }

  @Test
  void aFlagIsTrueOrFalseAndNothingElse() {
    ConfigKey<Boolean> key = ConfigKey.flag("s3.path-style", false, "x");
    assertThat(key.in(given("s3.path-style", "TRUE"))).isTrue();
    assertThatThrownBy(() -> key.in(given("s3.path-style", "yes")))
        .hasMessageContaining("neither true nor false");
  }

  @Test
  void aSecretIsNeverShown() throws Exception {
    ConfigKey<Secret> key = ConfigKey.secret("s3.access-key-secret", "x");
    Secret secret = key.secretIn(given("s3.access-key-secret", "canary")).orElseThrow();
    assertThat(secret).hasToString("***");
    assertThat(secret.reveal()).isEqualTo("canary");
    assertThat(given("s3.access-key-secret", "canary").toString()).doesNotContain("canary");
    assertThat(key.secretIn(MapSettings.empty())).isEmpty();
  }

  @Test
  void theNameOfASecretTellsThatItIsOne() {
    assertThatThrownBy(() -> ConfigKey.secret("s3.access-key", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everySharedOptionHasADefaultWithinItsBounds() {
    assertThat(StoreConfig.defaults().range().chunkSize()).isEqualTo(8 << 20);
    assertThat(StoreConfig.KEYS).allSatisfy(key -> key.in(MapSettings.empty()));
  }
}
