package io.s3dlio.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code ./s3dlio} on the jars of this build and hands back what it said. */
final class Launcher {
  static final Path HOME =
      Path.of(System.getProperty("s3dlio.home", "..")).toAbsolutePath().normalize();

  private Launcher() {}

  static Result run(String... arguments) throws IOException, InterruptedException {
    return run(HOME.resolve("s3dlio"), Map.of(), arguments);
  }

  /**
   * Runs a script in a fresh process.
   *
   * @param environment replaces variables of this process; an empty value removes one
   */
  static Result run(Path script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Maven is at work in this checkout: the launcher must not call it again.
    builder.environment().put("S3DLIO_BUILD", "off");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    environment.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    Process process = builder.start();
    process.getOutputStream().close();
    String output;
    try (InputStream said = process.getInputStream()) {
      output = new String(said.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("still running after it closed its output: " + command);
    }
    return new Result(process.exitValue(), output);
  }

  /** How a process ended and what it printed, both streams together. */
  record Result(int exit, String output) {}
}
