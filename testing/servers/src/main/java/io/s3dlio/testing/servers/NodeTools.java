package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two programs of Node.js that Azurite needs, as the PATH finds them. */
final class NodeTools {
  /** Azurite 3.37.0 asks for 22 and runs on 20. */
  private static final int OLDEST = 20;

  private static final Pattern MAJOR = Pattern.compile("v(\\d+)\\..*", Pattern.DOTALL);
  private static final Duration ASK_LIMIT = Duration.ofSeconds(20);

  private NodeTools() {}

  /**
   * Asks node for its version.
   *
   * @throws IllegalStateException with the cure when there is none, or an older one
   */
  static void check() {
    check("node");
  }

  static void check(String node) {
    String said;
    try {
      said = run(Path.of("."), ASK_LIMIT, List.of(node, "--version")).trim();
    } catch (IOException e) {
      said = e.getMessage();
    }
    Matcher major = MAJOR.matcher(said);
    if (!major.matches() || Integer.parseInt(major.group(1)) < OLDEST) {
      throw new IllegalStateException(
          "Azurite, the Azure server of the tests, needs Node.js "
              + OLDEST
              + " or later with npm on the PATH; '"
              + node
              + " --version' said: "
              + said
              + ". Install Node.js (https://nodejs.org, or your distribution's nodejs and npm), or"
              + " leave out all tests on Azure with -Dwithout=azure.");
    }
  }

  /**
   * Installs what the lock file in the folder names. Scripts of packages are not run.
   *
   * @throws IllegalStateException with the end of npm's output when it fails
   */
  static void npmCi(Path folder, Duration limit) {
    List<String> command =
        List.of("npm", "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund");
    try {
      run(folder, limit, command);
    } catch (IOException e) {
      throw new IllegalStateException(
          "npm could not install Azurite: "
              + e.getMessage()
              + "\nIs npm's registry reachable ('npm ping')? -Dwithout=azure leaves out all tests"
              + " on Azure.",
          e);
    }
  }

  /** Runs to the end; an exit code other than 0 is an exception with the end of the output. */
  private static String run(Path folder, Duration limit, List<String> command) throws IOException {
    Path output = Files.createTempFile("s3dlio-node", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      String state = "";
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        state = "did not end within " + limit.toSeconds() + " s";
      } else if (process.exitValue() != 0) {
        state = "ended with exit code " + process.exitValue();
      }
      String said = Files.readString(output, UTF_8);
      if (!state.isEmpty()) {
        throw new IOException(
            "'" + String.join(" ", command) + "' " + state + "; its output ends:\n" + tail(said));
      }
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted in '" + String.join(" ", command) + "'", e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static String tail(String said) {
    return said.substring(Math.max(0, said.length() - 2000));
  }
}
