package io.s3dlio.testing.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Code in a document is a quotation from a file that the build or CI runs. */
final class QuotedExamplesTest {

  /** The kind of block, and the folders in which its text must be found. */
  private static final Map<String, List<String>> SOURCES =
      Map.of(
          "java", List.of("examples"),
          "scala", List.of("examples"),
          "python", List.of("examples"),
          "sql", List.of("examples"),
          "xml", List.of("conf"),
          "properties", List.of("conf"));

  @Test
  void everyQuotationIsFoundInItsFile() throws IOException {
    List<String> lost = new ArrayList<>();
    for (Document document : Document.all()) {
      for (Document.Block block : document.blocks()) {
        List<String> folders = SOURCES.get(block.info());
        if (folders != null && !isQuoted(block, folders)) {
          lost.add(document.name() + ":" + block.line());
        }
      }
    }
    assertThat(lost).as("blocks that stand in no file of examples or conf").isEmpty();
  }

  private static boolean isQuoted(Document.Block block, List<String> folders) throws IOException {
    String wanted = unindented(block.text());
    for (String folder : folders) {
      try (Stream<Path> files = Files.walk(Document.repository().resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          boolean skipped = file.toString().contains("/target/") || file.toString().endsWith(".md");
          if (!skipped && unindented(Files.readString(file)).contains(wanted)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Lines with single blanks, since a quotation may be aligned otherwise than its file. */
  private static String unindented(String text) {
    return text.lines()
        .map(line -> line.strip().replaceAll("\\s+", " "))
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
