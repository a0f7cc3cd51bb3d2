package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.s3dlio.store.Stores;
import io.s3dlio.store.config.ConfigKey;
import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.PatternLayout;
import org.apache.log4j.WriterAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No secret shows in a log, an exception, a text form or a statistic, with every logger on. */
class SecretsTest {

  private static final String CANARY = "canary4f1e";

  /**
   * At TRACE or DEBUG they write out requests, tokens included. The bundle keeps them silent;
   * whoever brings an SDK is warned on the page of options.
   */
  private static final List<String> WIRE =
      List.of(
          "org.apache.hc.client5.http.wire",
          "org.apache.hc.client5.http.headers",
          "software.amazon.awssdk.http.auth.aws.internal.signer",
          "software.amazon.awssdk.auth.signer");

  private final StringWriter log = new StringWriter();
  private final WriterAppender appender = new WriterAppender(new PatternLayout("%c %m%n"), log);
  private Level before;

  @BeforeEach
  void listen() {
    before = Logger.getRootLogger().getLevel();
    Logger.getRootLogger().setLevel(Level.TRACE);
    Logger.getRootLogger().addAppender(appender);
    WIRE.forEach(name -> Logger.getLogger(name).setLevel(Level.OFF));
  }

  @AfterEach
  void stopListening() {
    Logger.getRootLogger().removeAppender(appender);
    Logger.getRootLogger().setLevel(before);
  }

  /** Every secret option there is, each with a canary of its own. */
  private static List<String> plant(Configuration configuration) {
    List<String> planted = new ArrayList<>();
    List<ConfigKey<?>> keys = new ArrayList<>(Stores.keys());
    keys.addAll(HadoopConfig.KEYS);
    for (ConfigKey<?> key : keys) {
      if (key.isSecret()) {
        String canary = CANARY + planted.size();
        configuration.set("fs.s3dlio." + key.name(), canary);
        configuration.set("fs.s3dlio.bucket.secrets." + key.name(), canary + "b");
        planted.add(canary);
      }
    }
    return planted;
  }

  private static List<Throwable> useAll(FileSystem files) {
    List<Throwable> thrown = new ArrayList<>();
    Path path = new Path(files.getUri() + "/a/b");
    thrown.add(catchThrowable(() -> TestFiles.write(files, path.toString(), new byte[100])));
    thrown.add(catchThrowable(() -> TestFiles.read(files, path.toString())));
    thrown.add(catchThrowable(() -> files.listStatus(path.getParent())));
    thrown.add(catchThrowable(() -> files.rename(path, path.suffix("2"))));
    thrown.add(catchThrowable(() -> files.delete(path.getParent(), true)));
    thrown.removeIf(Objects::isNull);
    return thrown;
  }

  @Test
  void refusedSecretsAreNotTold() throws IOException {
    try (S3Server server = S3ProxyServer.start()) {
      server.createBucket("secrets");
      Configuration configuration = TestFiles.configuration(server, server.endpoint());
      List<String> planted = plant(configuration);
      assertThat(planted).hasSizeGreaterThanOrEqualTo(3);
      try (FileSystem files = TestFiles.open("s3://secrets/", configuration)) {
        List<Throwable> thrown = useAll(files);
        assertThat(thrown).isNotEmpty();
        assertThat(texts(files, thrown)).doesNotContain(CANARY);
      }
    }
    assertThat(log.toString()).contains("software.amazon.awssdk");
    assertThat(linesWith(CANARY)).isEmpty();
  }

  @Test
  void secretsThatWorkAreNotTold() throws IOException {
    try (S3Server server = S3ProxyServer.start()) {
      server.createBucket("secrets");
      Configuration configuration = TestFiles.configuration(server, server.endpoint());
      try (FileSystem files = TestFiles.open("s3://secrets/", configuration)) {
        assertThat(useAll(files)).isEmpty();
        assertThat(texts(files, List.of())).doesNotContain(server.secretKey());
      }
      assertThat(server.secretKey()).hasSizeGreaterThan(8);
      assertThat(log.toString()).contains("software.amazon.awssdk");
      assertThat(linesWith(server.secretKey())).isEmpty();
    }
  }

  @Test
  void unreachableServicesAreNotToldSecrets() throws IOException {
    try (S3Server server = S3ProxyServer.start()) {
      Configuration configuration =
          TestFiles.configuration(server, URI.create("http://127.0.0.1:1"));
      plant(configuration);
      configuration.set("fs.s3dlio.s3.proxy", "127.0.0.1:1");
      configuration.set("fs.s3dlio.s3.proxy-user", "somebody");
      try (FileSystem files = TestFiles.open("s3://secrets/", configuration)) {
        List<Throwable> thrown = useAll(files);
        assertThat(thrown).isNotEmpty();
        assertThat(texts(files, thrown)).doesNotContain(CANARY);
      }
    }
    assertThat(linesWith(CANARY)).isEmpty();
  }

  private List<String> linesWith(String secret) {
    return log.toString().lines().filter(line -> line.contains(secret)).distinct().toList();
  }

  private static String texts(FileSystem files, List<Throwable> thrown) throws IOException {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    thrown.forEach(problem -> problem.printStackTrace(out));
    StoreFileSystem ours = (StoreFileSystem) files;
    out.println(ours);
    out.println(ours.getIOStatistics());
    out.println(ours.mount());
    out.println(ours.mount().store());
    out.println(ours.mount().config());
    out.println(ours.mount().options());
    return text.toString();
  }
}
