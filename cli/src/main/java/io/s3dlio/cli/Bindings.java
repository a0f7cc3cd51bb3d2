package io.s3dlio.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The names that bind our schemes on Hadoop 3.5, as the snippets in {@code conf/} have them. */
final class Bindings {
  private static final String FILE_SYSTEM = "io.s3dlio.fs.StoreFileSystem34";
  private static final String FILE_CONTEXT = "io.s3dlio.fs.StoreFs";

  private static final String COMMITTER =
      "org.apache.hadoop.mapreduce.lib.output.FileOutputCommitterFactory";

  private Bindings() {}

  /** Hadoop's names. {@code file} is not among them: who wants it sets {@code fs.file.impl}. */
  static Map<String, String> ofSchemes() {
    Map<String, String> names = new LinkedHashMap<>();
    for (String scheme : List.of("s3", "az", "azure", "gs", "gcs", "direct")) {
      names.put("fs." + scheme + ".impl", FILE_SYSTEM);
      names.put("fs.AbstractFileSystem." + scheme + ".impl", FILE_CONTEXT);
    }
    // Hadoop's default for gs is the committer of its own connector, which plain Spark cannot use.
    names.put("mapreduce.outputcommitter.factory.scheme.gs", COMMITTER);
    return names;
  }

  /** The user's configuration, if any lies on the class path, with our schemes bound. */
  static Configuration configuration() {
    Configuration configuration = new Configuration();
    ofSchemes()
        .forEach(
            (name, value) -> {
              if (!isSetByUser(configuration, name)) {
                configuration.set(name, value);
              }
            });
    return configuration;
  }

  /** Hadoop's own defaults bind {@code gs} to a class that is not here. */
  private static boolean isSetByUser(Configuration configuration, String name) {
    String[] sources = configuration.getPropertySources(name);
    return sources != null && !sources[sources.length - 1].endsWith("-default.xml");
  }
}
