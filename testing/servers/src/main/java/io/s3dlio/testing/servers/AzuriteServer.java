package io.s3dlio.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Azurite, Microsoft's emulator of Azure Storage, in a process of its own; its Blob service alone.
 *
 * <p>It checks signatures and lets exactly one of many conditional writers win. Unlike Azure it
 * answers a range that begins at the end with 206 and no bytes, it answers a batch in a container
 * with 500 when an account's SAS token signs it (a container's token is fine), and it has no
 * accounts with hierarchical namespace.
 */
public final class AzuriteServer implements TestServer {
  /** The account that every emulator of Azure Storage knows. */
  public static final String ACCOUNT = "devstoreaccount1";

  /** Its key: published by Microsoft in "Use the Azurite emulator", guards nothing. */
  public static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  /**
   * Azure keeps an idle connection for minutes. Node.js drops it after five seconds, even while a
   * request that arrived on it waits for a busy server, and Azurite takes its own option for that
   * and does not use it.
   */
  private static final String KEEP_ALIVE =
      """
      const http = require("http");
      const listen = http.Server.prototype.listen;
      http.Server.prototype.listen = function (...args) {
        this.keepAliveTimeout = 120000;
        return listen.apply(this, args);
      };
      """;

  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Pattern READY =
      Pattern.compile("Blob service successfully listens on (http://127\\.0\\.0\\.1:\\d+)");

  private final ChildProcess process;
  private final URI endpoint;

  private AzuriteServer(ChildProcess process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * Starts a server that keeps objects in memory, on a free port; about two seconds.
   *
   * @throws IllegalStateException when Node.js is missing, saying how to install it, or it does not
   *     start
   */
  public static AzuriteServer start() {
    return start(0, List.of("--inMemoryPersistence"));
  }

  /**
   * Starts a server that keeps objects in memory.
   *
   * @param port of 127.0.0.1; 0 takes a free one
   */
  public static AzuriteServer inMemory(int port) {
    return start(port, List.of("--inMemoryPersistence"));
  }

  /**
   * Starts a server that keeps objects as files.
   *
   * @param port of 127.0.0.1; 0 takes a free one
   * @param directory holds everything; created when missing, kept at close
   */
  public static AzuriteServer onDirectory(int port, Path directory) {
    try {
      Path real = Files.createDirectories(directory).toRealPath();
      AzuriteServer server = start(port, List.of("--location", real.toString()));
      server.process.askBeforeKilling();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the server's directory " + directory, e);
    }
  }

  private static AzuriteServer start(int port, List<String> persistence) {
    String script = Azurite.install().toString();
    Path directory = ChildProcess.newDirectory("azurite");
    List<String> command = new ArrayList<>();
    // Not npx: it would stand between us and the server, which then outlives it.
    command.addAll(List.of("node", "--require", keepAlive(directory), script));
    command.addAll(List.of("--blobHost", "127.0.0.1"));
    command.addAll(List.of("--blobPort", Integer.toString(port)));
    // SDKs are newer than the server; and it would report each start to its makers.
    command.addAll(List.of("--silent", "--skipApiVersionCheck", "--disableTelemetry"));
    command.addAll(persistence);
    ChildProcess process = ChildProcess.start("azurite", directory, command, Map.of());
    URI root =
        process.await("the line 'successfully listens' in its log", START_LIMIT, AzuriteServer::at);
    return new AzuriteServer(process, URI.create(root + "/" + ACCOUNT));
  }

  private static String keepAlive(Path directory) {
    try {
      return Files.writeString(directory.resolve("keep-alive.js"), KEEP_ALIVE).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + directory, e);
    }
  }

  private static Optional<URI> at(String log) {
    Matcher ready = READY.matcher(log);
    return ready.find() ? Optional.of(URI.create(ready.group(1))) : Optional.empty();
  }

  /** The name of the one account. */
  public String account() {
    return ACCOUNT;
  }

  /** The key of {@link #account()}, in Base64. */
  public String key() {
    return KEY;
  }

  /** A client that signs with {@link #key()}. */
  public SharedKeyHttp http() {
    return SharedKeyHttp.of(endpoint, ACCOUNT, KEY);
  }

  /** Makes a container; one that exists already is fine. */
  public void createContainer(String container) throws IOException {
    http().createContainer(container);
  }

  @Override
  public String name() {
    return "azurite";
  }

  /** Scheme, host, port and account: {@code http://127.0.0.1:42861/devstoreaccount1}. */
  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.close();
  }

  @Override
  public String toString() {
    return "azurite at " + endpoint + ", process " + process.pid();
  }
}
