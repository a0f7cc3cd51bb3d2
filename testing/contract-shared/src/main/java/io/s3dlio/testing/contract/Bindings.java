package io.s3dlio.testing.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** Binds our classes to their schemes by the very snippet that users copy. */
final class Bindings {
  private Bindings() {}

  static void apply(Configuration configuration) {
    Path snippet = Path.of(RunSettings.required("s3dlio.contract.bindings"));
    if (!Files.exists(snippet)) {
      throw new IllegalStateException(snippet + " is missing: without it other classes are tested");
    }
    configuration.addResource(new org.apache.hadoop.fs.Path(snippet.toUri()));
    // The snippet leaves local files to Hadoop; this is what it tells those to set who want ours.
    configuration.set("fs.file.impl", "io.s3dlio.fs.StoreLocalFileSystem34");
  }
}
