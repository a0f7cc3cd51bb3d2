package io.s3dlio.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.FlawsOfServers.Flaw;
import io.s3dlio.store.FlawsOfServers.Shows;
import io.s3dlio.testing.servers.GcsServerKind;
import io.s3dlio.testing.servers.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/contract.md} says on which servers which promise of a store could not be shown. */
final class ContractPageTest {
  private static final Path PAGE = Path.of("..", "docs", "contract.md");
  private static final String BEGIN = "<!-- store -->\n";
  private static final String END = "<!-- end of store -->\n";

  private static final List<Flaw> FLAWS =
      Stream.concat(
              new io.s3dlio.store.s3.KnownFlaws().flaws().stream(),
              new io.s3dlio.store.gcs.KnownFlaws().flaws().stream())
          .toList();

  @Test
  void thePageIsCurrent() throws IOException {
    String page = Files.readString(PAGE);
    String updated =
        page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
            + section()
            + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("s3dlio.docs.write")) {
      Files.writeString(PAGE, updated);
    }
    assertThat(Files.readString(PAGE))
        .as(
            "%s is out of date; make it anew with: mvn -pl store -am test -Dtest=ContractPageTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Ds3dlio.docs.write=true",
            PAGE)
        .isEqualTo(updated);
  }

  @Test
  void everyFlawNamesAPromise() {
    assertThat(FLAWS).extracting(Flaw::test).isSubsetOf(promises());
  }

  private static String section() {
    int promises = promises().size();
    StringBuilder text = new StringBuilder();
    row(text, "Server", "Promises kept");
    row(text, "---", "---");
    for (String server : servers()) {
      long flaws = FLAWS.stream().filter(flaw -> flaw.server().name().equals(server)).count();
      row(text, server, promises - flaws + " of " + promises);
    }
    text.append("\n");
    row(text, "Server", "Promise", "What the server does");
    row(text, "---", "---", "---");
    for (Flaw flaw : FLAWS) {
      String sometimes = flaw.shows() == Shows.SOMETIMES ? "sometimes: " : "";
      row(text, flaw.server().name(), "`" + flaw.test() + "`", sometimes + flaw.reason());
    }
    return text.toString();
  }

  private static List<String> servers() {
    return Stream.of(
            Arrays.stream(ServerKind.values()).map(Enum::name),
            Stream.of("AZURITE"),
            Arrays.stream(GcsServerKind.values()).map(Enum::name))
        .flatMap(names -> names)
        .toList();
  }

  private static void row(StringBuilder text, String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /** The tests of the contract, one for each promise. */
  private static Set<String> promises() {
    Set<String> names = new TreeSet<>();
    for (Class<?> c = ObjectStoreContract.class; c != Object.class; c = c.getSuperclass()) {
      Arrays.stream(c.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Test.class))
          .forEach(method -> names.add(method.getName()));
    }
    return names;
  }
}
