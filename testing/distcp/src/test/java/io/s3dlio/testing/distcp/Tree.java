package io.s3dlio.testing.distcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Files and directories of every awkward kind, the same ones wherever they are made. */
final class Tree {

  private static final int LARGE = 20 << 20;

  private static final List<String> ODD_NAMES =
      List.of(
          "a space",
          " at both ends ",
          "percent%20 100%",
          "plus+and&",
          "hash#",
          "question?",
          "star*[1]{a,b}",
          "quotes'\"",
          "semi;colon,comma",
          "equals=1",
          "$dollar!",
          "~tilde@at",
          ".hidden",
          "_underscore",
          "<less>|pipe^",
          "ünïcödé",
          "日本語",
          "\uD83D\uDE80");

  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final List<String> emptyDirectories =
      List.of("no children", "deep/also none", "deep/ünïcödé?/none");

  Tree() {
    files.put("empty", new byte[0]);
    files.put("small", "seventeen bytes\n\n".getBytes(StandardCharsets.UTF_8));
    files.put("deep/a/b/c/d/e/file", new byte[] {1});
    files.put("large-1", random(LARGE, 1));
    files.put("deep/large-2", random(LARGE + 12_345, 2));
    for (String name : ODD_NAMES) {
      files.put("odd/" + name, name.getBytes(StandardCharsets.UTF_8));
    }
    for (String name : ODD_NAMES.subList(0, 7)) {
      files.put("odd directories/" + name + "/file", name.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  int fileCount() {
    return files.size();
  }

  long bytes() {
    return files.values().stream().mapToLong(content -> content.length).sum();
  }

  /** Makes everything below a directory. */
  void makeIn(FileSystem store, Path directory) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      try (OutputStream out = store.create(below(directory, file.getKey()))) {
        out.write(file.getValue());
      }
    }
    for (String empty : emptyDirectories) {
      assertThat(store.mkdirs(below(directory, empty))).isTrue();
    }
  }

  /** Checks that a directory holds this and nothing else, to the last byte. */
  void assertIn(FileSystem store, Path directory) throws IOException {
    SortedMap<String, FileStatus> there = list(store, directory);
    assertThat(there.keySet()).containsExactlyElementsOf(names());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      FileStatus status = Objects.requireNonNull(there.get(file.getKey()));
      try (InputStream in = store.open(status.getPath())) {
        byte[] read = in.readAllBytes();
        assertThat(Arrays.mismatch(read, file.getValue())).as(file.getKey()).isEqualTo(-1);
      }
    }
  }

  /** Which version of each file there is. */
  static Map<String, String> versions(FileSystem store, Path directory) throws IOException {
    Map<String, String> versions = new TreeMap<>();
    list(store, directory)
        .forEach(
            (name, status) -> {
              if (status instanceof EtagSource source && status.isFile()) {
                versions.put(name, source.getEtag());
              }
            });
    return versions;
  }

  /** Files by name; directories by name and a slash. */
  private static SortedMap<String, FileStatus> list(FileSystem store, Path directory)
      throws IOException {
    SortedMap<String, FileStatus> found = new TreeMap<>();
    for (FileStatus status : store.listStatus(directory)) {
      String name = status.getPath().getName();
      if (status.isFile()) {
        found.put(name, status);
      } else {
        found.put(name + "/", status);
        list(store, status.getPath()).forEach((child, of) -> found.put(name + "/" + child, of));
      }
    }
    return found;
  }

  private List<String> names() {
    SortedMap<String, String> names = new TreeMap<>();
    for (String file : files.keySet()) {
      names.put(file, file);
      addAncestors(file, names);
    }
    for (String empty : emptyDirectories) {
      addAncestors(empty + "/", names);
    }
    return List.copyOf(names.keySet());
  }

  private static void addAncestors(String name, SortedMap<String, String> names) {
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      String directory = name.substring(0, slash + 1);
      names.put(directory, directory);
    }
  }

  /** A name may look like the beginning of a URI, so it is never parsed. */
  private static Path below(Path directory, String name) {
    return new Path(
        directory.toUri().getScheme(),
        directory.toUri().getAuthority(),
        directory.toUri().getPath() + "/" + name);
  }
}
