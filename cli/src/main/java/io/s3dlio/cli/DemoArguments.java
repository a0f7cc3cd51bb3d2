package io.s3dlio.cli;

import io.s3dlio.testing.servers.SchemeServer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * What the demo is asked for.
 *
 * @param scheme of the server, {@code s3} unless another is named
 * @param folder whose files are put
 */
record DemoArguments(String scheme, Path folder) {

  /** The words after {@code demo}, in any order. */
  static DemoArguments parse(String[] words, Path checkout) {
    String scheme = "s3";
    Path folder = checkout;
    Iterator<String> rest = List.of(words).iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      if (!word.equals("--scheme")) {
        folder = Path.of(word);
        continue;
      }
      scheme = rest.hasNext() ? rest.next() : "";
      if (!SchemeServer.SCHEMES.contains(scheme)) {
        throw new DemoFailure("--scheme is followed by one of " + SchemeServer.SCHEMES);
      }
    }
    return new DemoArguments(scheme, folder);
  }
}
