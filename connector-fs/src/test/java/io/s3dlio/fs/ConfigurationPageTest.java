package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} says what the declarations say. */
class ConfigurationPageTest {

  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void thePageIsCurrent() throws IOException {
    String text = ConfigurationPage.text();
    if (Boolean.getBoolean("s3dlio.docs.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, text);
    }
    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
        .as(
            "%s is out of date; make it anew with: mvn -pl connector-fs -am test"
                + " -Dtest=ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Ds3dlio.docs.write=true",
            PAGE)
        .isEqualTo(text);
  }
}
