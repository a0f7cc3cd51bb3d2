package io.s3dlio.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;

/**
 * The contents of a jar in a few lines that a reviewer can read: third-party packages with their
 * number of files, our own packages by name only (they change with every day's work), other files
 * one by one.
 *
 * @param kibibytes the size of the jar
 * @param lines sorted
 */
record ContentsList(long kibibytes, List<String> lines) {
  private static final String SIZE = "size in KiB: ";
  private static final String THIRD_PARTY = "io/s3dlio/shaded/";
  private static final int THIRD_PARTY_DEPTH = 7;

  static ContentsList of(Path jar) throws IOException {
    Map<String, Integer> files = new TreeMap<>();
    try (JarFile open = new JarFile(jar.toFile())) {
      open.stream()
          .filter(entry -> !entry.isDirectory())
          .forEach(entry -> files.merge(group(entry.getName()), 1, Integer::sum));
    }
    List<String> lines = new ArrayList<>();
    files.forEach(
        (group, count) -> lines.add(group.startsWith(THIRD_PARTY) ? group + " " + count : group));
    return new ContentsList(Files.size(jar) / 1024, List.copyOf(lines));
  }

  static ContentsList parse(String text) {
    List<String> lines = text.lines().filter(line -> !line.startsWith("#")).toList();
    long size = Long.parseLong(lines.get(0).substring(SIZE.length()));
    return new ContentsList(size, lines.subList(1, lines.size()));
  }

  String text() {
    return """
        # What s3dlio-bundle.jar holds: third-party packages with their number of files, ours by name.
        # Checked by BundleContentsTest, which says how to write it anew.
        """
        + SIZE
        + kibibytes
        + "\n"
        + String.join("\n", lines)
        + "\n";
  }

  private static String group(String entry) {
    if (!entry.startsWith("io/s3dlio/")) {
      return entry;
    }
    if (!entry.startsWith(THIRD_PARTY)) {
      return entry.substring(0, entry.lastIndexOf('/') + 1);
    }
    String[] segments = entry.split("/");
    int depth = Math.min(THIRD_PARTY_DEPTH, segments.length - 1);
    return String.join("/", List.of(segments).subList(0, depth)) + "/";
  }
}
