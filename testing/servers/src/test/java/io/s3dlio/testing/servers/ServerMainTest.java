package io.s3dlio.testing.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that runs a server by hand. */
final class ServerMainTest {

  @Test
  void theMainProgramUnderstandsItsArguments(@TempDir Path directory) throws Exception {
    int port = ChildProcess.freePort();
    String[] arguments = {
      "--port", Integer.toString(port), "--directory", directory + "/new", "--bucket", "bucket"
    };
    try (SchemeServer server = ServerMain.start(arguments)) {
      assertThat(server.scheme()).isEqualTo("s3");
      assertThat(server.server().endpoint().getPort()).isEqualTo(port);
      assertThat(directory.resolve("new/bucket")).isDirectory();
    }
    assertThatThrownBy(() -> ServerMain.start(new String[] {"--port"}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--port NUMBER");
    assertThatThrownBy(() -> ServerMain.start(new String[] {"--scheme", "ftp"}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--scheme s3|az|gs");
    String[] kept = {"--scheme", "gs", "--directory", directory.toString()};
    assertThatThrownBy(() -> ServerMain.start(kept))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in memory alone");
  }

  @Test
  void theMainProgramSaysWhatClientsNeed() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    URI endpoint;
    try (SchemeServer server = ServerMain.start(new String[] {"--scheme", "gs"})) {
      endpoint = server.server().endpoint();
      assertThat(server.root("bucket")).isEqualTo("gs://bucket");
      ServerMain.announce(server, new PrintStream(out, true, StandardCharsets.UTF_8));
    }
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "endpoint " + endpoint,
            "option   fs.s3dlio.gs.credentials=anonymous",
            "option   fs.s3dlio.gs.endpoint=" + endpoint,
            "option   fs.s3dlio.gs.project=" + GcsFake.PROJECT,
            "ready");
  }
}
