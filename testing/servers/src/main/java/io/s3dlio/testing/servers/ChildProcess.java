package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server in a process of its own, with a temporary directory for its data and its log.
 *
 * <p>Closing ends the process and removes the directory; so does the end of this JVM.
 */
final class ChildProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
  private static final int TAIL_LINES = 25;

  /** Looks at the log so far; the answer is there once the server is ready. */
  interface Probe<T> {
    Optional<T> ready(String log) throws IOException;
  }

  private final String name;
  private final Path directory;
  private final Process process;
  private final Thread hook = new Thread(this::destroy, "end-of-child-process");
  private volatile boolean asked;

  private ChildProcess(String name, Path directory, Process process) {
    this.name = name;
    this.directory = directory;
    this.process = process;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A directory for one server. */
  static Path newDirectory(String name) {
    try {
      Path directory = Files.createTempDirectory("s3dlio-test-" + name).toRealPath();
      Files.createDirectory(directory.resolve("data"));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a directory for " + name, e);
    }
  }

  /** A port of 127.0.0.1 that was free just now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot find a free port", e);
    }
  }

  static ChildProcess start(
      String name, Path directory, List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(directory.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(directory.resolve("log").toFile());
    builder.environment().putAll(environment);
    try {
      return new ChildProcess(name, directory, builder.start());
    } catch (IOException e) {
      throw new IllegalStateException("Cannot start " + name + " with " + command.get(0), e);
    }
  }

  /**
   * Asks the probe until it has an answer; a failing probe counts as not ready.
   *
   * @param what is awaited, for the message
   * @throws IllegalStateException when the process ends or the time is over, with the log's tail;
   *     the process is then closed
   */
  <T> T await(String what, Duration limit, Probe<T> probe) {
    long deadline = System.nanoTime() + limit.toNanos();
    String last = "";
    try {
      while (System.nanoTime() < deadline && !process.waitFor(50, TimeUnit.MILLISECONDS)) {
        try {
          Optional<T> ready = probe.ready(log());
          if (ready.isPresent()) {
            return ready.get();
          }
        } catch (IOException e) {
          last = " Last error: " + e + ".";
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      last = " The wait was interrupted.";
    }
    String state =
        process.isAlive()
            ? "was not ready within " + limit.toSeconds() + " s"
            : "ended with exit code " + process.exitValue();
    String message = name + " " + state + "; awaited: " + what + "." + last + "\n" + tail();
    close();
    throw new IllegalStateException(message);
  }

  long pid() {
    return process.pid();
  }

  /** From now on closing asks the process to end, which lets it save its data, before it kills. */
  void askBeforeKilling() {
    asked = true;
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("log"), ISO_8859_1);
  }

  private String tail() {
    try {
      List<String> lines = log().lines().toList();
      int start = Math.max(0, lines.size() - TAIL_LINES);
      return "Its log ends:\n" + String.join("\n", lines.subList(start, lines.size()));
    } catch (IOException e) {
      return "Its log cannot be read: " + e;
    }
  }

  @Override
  public void close() {
    destroy();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("The JVM ends already", e);
    }
  }

  private void destroy() {
    try {
      if (asked) {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
      }
      process.destroyForcibly();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        LOG.warn("{} with process id {} does not end", name, process.pid());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deleteDirectory();
  }

  private void deleteDirectory() {
    try {
      Trees.delete(directory);
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("{} stays behind", directory, e);
    }
  }
}
