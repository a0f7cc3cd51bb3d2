package io.s3dlio.testing.contract;

import org.apache.hadoop.conf.Configuration;

/** Binds our classes to their schemes. */
final class Bindings {
  private Bindings() {}

  static void apply(Configuration configuration) {
    configuration.set("fs.s3.impl", "io.s3dlio.fs.StoreFileSystem34");
    configuration.set("fs.direct.impl", "io.s3dlio.fs.StoreFileSystem34");
    configuration.set("fs.file.impl", "io.s3dlio.fs.StoreLocalFileSystem34");
  }
}
