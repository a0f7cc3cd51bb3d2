package io.s3dlio.testing.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What one suite did on one scheme.
 *
 * @param passed how many tests passed
 * @param skipped names of the tests that were skipped, once for each parameter
 * @param failed names of the tests that failed
 */
record SuiteResult(int passed, List<String> skipped, List<String> failed) {

  SuiteResult {
    skipped = List.copyOf(skipped);
    failed = List.copyOf(failed);
  }

  /** How many tests were started, the skipped ones among them. */
  int run() {
    return passed + skipped.size() + failed.size();
  }

  SuiteResult plus(SuiteResult other) {
    List<String> bothSkipped = new ArrayList<>(skipped);
    bothSkipped.addAll(other.skipped);
    List<String> bothFailed = new ArrayList<>(failed);
    bothFailed.addAll(other.failed);
    return new SuiteResult(passed + other.passed, bothSkipped, bothFailed);
  }

  /**
   * Reads the report files of a suite.
   *
   * @param folder holds the reports of one scheme; a missing one means that nothing ran
   */
  static SuiteResult read(Path folder, Suite suite) throws IOException {
    SuiteResult result = new SuiteResult(0, List.of(), List.of());
    if (!Files.isDirectory(folder)) {
      return result;
    }
    String pattern = "TEST-*." + suite.testClass() + ".xml";
    try (var files = Files.newDirectoryStream(folder, pattern)) {
      for (Path file : files) {
        result = result.plus(parse(file));
      }
    }
    return result;
  }

  private static SuiteResult parse(Path file) throws IOException {
    try {
      NodeList cases =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(file.toFile())
              .getElementsByTagName("testcase");
      int passed = 0;
      List<String> skipped = new ArrayList<>();
      List<String> failed = new ArrayList<>();
      for (int i = 0; i < cases.getLength(); i++) {
        Element test = (Element) cases.item(i);
        if (has(test, "failure") || has(test, "error")) {
          failed.add(test.getAttribute("name"));
        } else if (has(test, "skipped")) {
          skipped.add(test.getAttribute("name"));
        } else {
          passed++;
        }
      }
      return new SuiteResult(passed, skipped, failed);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("Not a test report: " + file, e);
    }
  }

  private static boolean has(Element test, String child) {
    return test.getElementsByTagName(child).getLength() > 0;
  }
}
