package io.s3dlio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./s3dlio hadoop fs} on each scheme, without a core-site.xml. */
final class HadoopFsTest {
  private final Path folder;

  HadoopFsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void filesTravelToS3AndBack() throws Exception {
    Path file = Files.writeString(folder.resolve("a file.txt"), "seventeen bytes\n\n");
    try (S3Server server = S3ProxyServer.start()) {
      server.createBucket("shell");
      succeeds(server, "-mkdir", "-p", "s3://shell/some/folder");
      succeeds(server, "-put", file.toString(), "s3://shell/some/folder/");
      assertThat(succeeds(server, "-ls", "-R", "s3://shell/"))
          .contains("17", "s3://shell/some/folder/a file.txt");
      succeeds(server, "-mv", "s3://shell/some/folder", "s3://shell/moved");
      assertThat(succeeds(server, "-cat", "s3://shell/moved/a file.txt"))
          .isEqualTo("seventeen bytes\n\n");
      succeeds(server, "-rm", "-r", "-skipTrash", "s3://shell/moved");
      Launcher.Result gone = shell(server, "-ls", "s3://shell/moved");
      assertThat(gone.exit()).isEqualTo(1);
      assertThat(gone.output()).contains("s3://shell/moved", "No such file or directory");
    }
  }

  @Test
  void filesTravelToDirectIoAndBack() throws Exception {
    Path file = Files.writeString(folder.resolve("odd.txt"), "odd");
    String there = "direct://" + folder + "/direct/odd.txt";
    assertThat(Launcher.run("hadoop", "fs", "-mkdir", "direct://" + folder + "/direct").exit())
        .isZero();
    assertThat(Launcher.run("hadoop", "fs", "-put", file.toString(), there).exit()).isZero();
    assertThat(folder.resolve("direct/odd.txt")).hasContent("odd");
    assertThat(Launcher.run("hadoop", "fs", "-cat", there).output()).endsWith("odd");
  }

  @Test
  void aWrongOptionIsAnsweredByASentenceAndNotByTheUsage() throws Exception {
    Launcher.Result result =
        Launcher.run("hadoop", "fs", "-D", "fs.s3dlio.s3.endpont=http://x", "-ls", "s3://bucket/");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.output())
        .endsWith("ls: unknown option fs.s3dlio.s3.endpont, did you mean fs.s3dlio.s3.endpoint?\n")
        .doesNotContain("Usage:");
  }

  @Test
  void aCoreSiteOfTheUserIsRead() throws Exception {
    Path conf = Files.createDirectories(folder.resolve("conf"));
    Files.writeString(
        conf.resolve("core-site.xml"),
        "<configuration><property><name>fs.defaultFS</name><value>file:///</value></property>"
            + "<property><name>fs.s3.impl</name><value>no.such.FileSystem</value></property></configuration>");
    Launcher.Result result =
        Launcher.run(
            Launcher.HOME.resolve("s3dlio"),
            Map.of("HADOOP_CONF_DIR", conf.toString()),
            "hadoop",
            "fs",
            "-ls",
            "s3://bucket/");
    assertThat(result.exit()).isNotZero();
    assertThat(result.output()).contains("no.such.FileSystem");
  }

  private static String succeeds(S3Server server, String... command)
      throws IOException, InterruptedException {
    Launcher.Result result = shell(server, command);
    assertThat(result.exit()).as(result.output()).isZero();
    return result.output();
  }

  private static Launcher.Result shell(S3Server server, String... command)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("hadoop", "fs"));
    arguments.addAll(List.of("-D", "fs.s3dlio.s3.endpoint=" + server.endpoint()));
    arguments.addAll(List.of("-D", "fs.s3dlio.s3.region=" + server.region()));
    arguments.addAll(List.of(command));
    return Launcher.run(
        Launcher.HOME.resolve("s3dlio"),
        Map.of(
            "AWS_ACCESS_KEY_ID", server.accessKey(),
            "AWS_SECRET_ACCESS_KEY", server.secretKey(),
            "AWS_SESSION_TOKEN", ""),
        arguments.toArray(String[]::new));
  }
}
