package io.s3dlio.store.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A misspelt option is refused with the one that was meant. */
final class OptionNamesTest {

  private static final List<String> KNOWN =
      List.of("range.chunk-size", "range.first-size", "retry.attempts", "s3.region");

  @Test
  void knownNamesPass() {
    OptionNames.check(MapSettings.of(Map.of("s3.region", "x", "retry.attempts", "1")), KNOWN);
    OptionNames.check(MapSettings.empty(), KNOWN);
  }

  @Test
  void theNearestNameTakesTheFewestEdits() {
    assertThat(OptionNames.nearest("range.chunksize", KNOWN)).isEqualTo("range.chunk-size");
    assertThat(OptionNames.nearest("retry.attempt", KNOWN)).isEqualTo("retry.attempts");
    assertThat(OptionNames.nearest("s3.regoin", KNOWN)).isEqualTo("s3.region");
    assertThat(OptionNames.nearest("", KNOWN)).isEqualTo("s3.region");
  }

  @Test
  void everyUnknownNameIsTold() {
    assertThatThrownBy(
            () -> OptionNames.check(MapSettings.of(Map.of("s3.zone", "a", "b", "c")), KNOWN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown option s3dlio.b,")
        .hasMessageContaining("unknown option s3dlio.s3.zone,");
  }
}
