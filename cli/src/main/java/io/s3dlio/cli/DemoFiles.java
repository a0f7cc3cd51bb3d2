package io.s3dlio.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that the demo puts into its bucket: what Git tracks in a folder, or else everything in
 * it but build output.
 *
 * @param folder they lie below it
 * @param files paths relative to the folder, sorted
 */
record DemoFiles(Path folder, List<Path> files) {
  private static final Set<String> SKIPPED = Set.of(".git", "target");

  static DemoFiles of(Path folder) throws IOException, InterruptedException {
    if (!Files.isDirectory(folder)) {
      throw new DemoFailure(folder + " is not a directory");
    }
    Path real = folder.toRealPath();
    List<Path> tracked = tracked(real);
    List<Path> files = tracked.isEmpty() ? walked(real) : tracked;
    if (files.isEmpty()) {
      throw new DemoFailure("there is no file in " + folder);
    }
    return new DemoFiles(real, files);
  }

  /** Sum of the lengths, in bytes. */
  long bytes() throws IOException {
    long sum = 0;
    for (Path file : files) {
      sum += Files.size(folder.resolve(file));
    }
    return sum;
  }

  /** The same files and nothing else below another folder: links where possible, else copies. */
  DemoFiles stagedIn(Path other) throws IOException {
    for (Path file : files) {
      Path copy = other.resolve(file);
      Files.createDirectories(copy.getParent());
      try {
        Files.createLink(copy, folder.resolve(file));
      } catch (IOException | UnsupportedOperationException e) {
        Files.copy(folder.resolve(file), copy);
      }
    }
    return new DemoFiles(other, files);
  }

  /** Empty when the folder is not Git's or there is no Git. */
  private static List<Path> tracked(Path folder) throws InterruptedException {
    try {
      Process git =
          new ProcessBuilder("git", "ls-files", "-z")
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String names;
      try (InputStream output = git.getInputStream()) {
        names = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      }
      return git.waitFor() == 0 ? regular(folder, names.split("\0")) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<Path> regular(Path folder, String[] names) {
    return Arrays.stream(names)
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .filter(file -> Files.isRegularFile(folder.resolve(file)))
        .sorted()
        .toList();
  }

  private static List<Path> walked(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(Files::isRegularFile)
          .map(folder::relativize)
          .filter(file -> Stream.of(file.toString().split("/")).noneMatch(SKIPPED::contains))
          .sorted()
          .toList();
    }
  }
}
