package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Azurite's program: installed once for this user, by npm, exactly as our lock file says.
 *
 * <p>It goes into {@code azurite-VERSION} of the folder that {@code S3DLIO_CACHE} names, else of
 * {@code ~/.cache/s3dlio}. Many builds may install at once: one does, under a lock, and the folder
 * appears when it is whole.
 */
public final class Azurite {
  /** What the build's {@code -Dwithout=} says to leave out. */
  public static final String WITHOUT = "azure";

  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(8);
  private static final String LOCK_FILE = "package-lock.json";
  private static final List<String> FILES = List.of("package.json", LOCK_FILE);
  private static final Pattern VERSION = Pattern.compile("\"azurite\": \"([^\"]+)\"");

  private Azurite() {}

  /**
   * The step of the build: checks Node.js and installs what is missing.
   *
   * @param arguments the one value of the build's {@code -Dwithout=}
   */
  public static void main(String[] arguments) {
    switch (arguments[0]) {
      case "nothing" -> install();
      case WITHOUT ->
          System.out.println(
              "[WARNING] -Dwithout=azure: Azurite is not installed, and NO TEST ON AZURE IS RUN.");
      default ->
          throw new IllegalArgumentException(
              "-Dwithout=" + arguments[0] + ": what can be left out is " + WITHOUT);
    }
  }

  /**
   * The script to run with {@code node}; installs it first when it is missing, which takes half a
   * minute and says so on standard error.
   *
   * @throws IllegalStateException when Node.js is missing or too old, or npm fails
   */
  static Path install() {
    NodeTools.check();
    Path folder = cache().resolve("azurite-" + version());
    if (!isWhole(folder)) {
      try {
        installInto(folder);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot install Azurite into " + folder, e);
      }
    }
    return folder.resolve("node_modules/azurite/dist/src/blob/main.js");
  }

  /** Whether the folder holds what our lock file says; npm is not asked. */
  private static boolean isWhole(Path folder) {
    try {
      return Arrays.equals(Files.readAllBytes(folder.resolve(LOCK_FILE)), resource(LOCK_FILE));
    } catch (IOException e) {
      return false;
    }
  }

  private static void installInto(Path folder) throws IOException {
    Path cache = Files.createDirectories(folder.toAbsolutePath().getParent());
    try (FileChannel file =
            FileChannel.open(
                cache.resolve("azurite.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      if (!lock.isValid() || isWhole(folder)) {
        return;
      }
      System.err.println("Installing Azurite " + version() + " into " + folder + " with npm");
      Path half = cache.resolve(folder.getFileName() + ".half");
      Trees.delete(half);
      Files.createDirectories(half);
      for (String name : FILES) {
        Files.write(half.resolve(name), resource(name));
      }
      NodeTools.npmCi(half, INSTALL_LIMIT);
      Trees.delete(folder);
      Files.move(half, folder, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** The version that package.json pins. */
  static String version() {
    try {
      Matcher pinned = VERSION.matcher(new String(resource("package.json"), UTF_8));
      if (!pinned.find()) {
        throw new IllegalStateException("package.json does not pin Azurite");
      }
      return pinned.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read package.json", e);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream resource = Azurite.class.getResourceAsStream("azurite/" + name)) {
      return Objects.requireNonNull(resource, name).readAllBytes();
    }
  }

  private static Path cache() {
    Map<String, String> environment = System.getenv();
    return Optional.ofNullable(environment.get("S3DLIO_CACHE"))
        .filter(named -> !named.isBlank())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "s3dlio"));
  }
}
