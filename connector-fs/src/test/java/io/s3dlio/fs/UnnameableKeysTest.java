package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.S3MockServer;
import io.s3dlio.testing.servers.S3Server;
import io.s3dlio.testing.servers.SignedHttp;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other tools write keys that no path can name; what to do about them is said, and done safely. */
class UnnameableKeysTest {

  private static S3Server server;
  private static Relay relay;

  private final String bucket = "other-" + System.nanoTime();
  private final String root = "s3://" + bucket + "/";
  private final Path directory = new Path(root + "dir");
  private FileSystem files;

  /** Not S3Proxy, which would join doubled slashes. */
  @BeforeAll
  static void start() {
    server = S3MockServer.start();
    relay = Relay.inFrontOf(server);
  }

  @AfterAll
  static void stop() {
    relay.close();
    server.close();
  }

  @BeforeEach
  void open() throws IOException {
    server.createBucket(bucket);
    files = TestFiles.open(root, TestFiles.configuration(server, relay.endpoint()));
    for (String name : new String[] {"a", "m/deep", "z"}) {
      TestFiles.write(files, directory + "/" + name, new byte[10]);
    }
  }

  @AfterEach
  void close() throws IOException {
    files.close();
  }

  private byte[] send(String method, String key, byte[] body) throws IOException {
    var answer = SignedHttp.of(server).send(method, "/" + bucket + "/" + key, Map.of(), body);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  @ParameterizedTest
  @CsvSource({"dir/m//odd, dir/m//odd", "dir/o%01dd, dir/o?dd"})
  void aRenameIsRefusedBeforeAnythingIsCopied(String encoded, String shown) throws IOException {
    send("PUT", encoded, new byte[] {1});
    relay.reset();
    assertThatThrownBy(() -> files.rename(directory, new Path(root + "new")))
        .isInstanceOf(PathIOException.class)
        .hasMessageContainingAll(
            directory.toString(), shown, "nothing was renamed", "delete-object");
    assertThat(relay.operations()).doesNotContain("CopyObject", "DeleteObjects", "PutObject");
    assertThat(files.exists(new Path(root + "new"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"dir/m//odd, dir/m//odd", "dir/o%01dd, dir/o?dd"})
  void aDeleteRemovesEverythingElseAndSaysSo(String encoded, String shown) throws IOException {
    send("PUT", encoded, new byte[] {1});
    assertThatThrownBy(() -> files.delete(directory, true))
        .isInstanceOf(PathIOException.class)
        .hasMessageContainingAll(
            directory.toString(), shown, "everything else below it was deleted", "delete-object");
    assertThat(files.listFiles(directory, true).hasNext()).isFalse();
    assertThat(send("GET", encoded, new byte[0])).containsExactly(1);
  }

  /** The same for names that become too long only by the rename. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aNameThatWouldGrowTooLongIsRefusedBeforeAnythingIsCopied(boolean below) throws IOException {
    Path parent = new Path(root + ("p".repeat(200) + "/").repeat(5));
    files.mkdirs(parent);
    String name = "n".repeat(50);
    TestFiles.write(files, directory + "/" + name, new byte[1]);
    Path source = below ? directory : new Path(directory, name);
    relay.reset();
    assertThatThrownBy(() -> files.rename(source, parent))
        .isInstanceOf(PathIOException.class)
        .hasMessageContainingAll(source.toString(), "at most 1024", "nothing was renamed");
    assertThat(relay.operations()).containsOnly("HeadObject", "ListObjectsV2");
  }
}
