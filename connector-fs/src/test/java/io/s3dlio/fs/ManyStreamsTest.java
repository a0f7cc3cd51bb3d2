package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/** One thread may hold more open files than there are connections, and read them in turn. */
class ManyStreamsTest {

  private static final int STREAMS = 120;

  @Test
  void openStreamsDoNotUseUpTheConnections() throws IOException {
    byte[] data = TestFiles.data(1_500_000, 4);
    try (S3Server server = S3ProxyServer.start()) {
      server.createBucket("many");
      Configuration configuration = TestFiles.configuration(server, server.endpoint());
      configuration.set("fs.s3dlio.s3.max-connections", "100");
      try (FileSystem files = TestFiles.open("s3://many/", configuration)) {
        TestFiles.write(files, "s3://many/file", data);
        List<FSDataInputStream> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
          streams.add(files.open(new Path("s3://many/file")));
        }
        byte[] part = new byte[250_000];
        for (int offset = 0; offset < data.length; offset += part.length) {
          for (FSDataInputStream stream : streams) {
            stream.readFully(part);
            assertThat(part[0]).isEqualTo(data[offset]);
          }
        }
        for (FSDataInputStream stream : streams) {
          stream.close();
        }
      }
    }
  }
}
