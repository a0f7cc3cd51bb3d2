package io.s3dlio.fs;

import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.Stores;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import io.s3dlio.testing.servers.S3Server;
import io.s3dlio.testing.servers.SchemeServer;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Opens FileSystems of our own for tests, each cold, and shortens what tests say often. */
final class TestFiles {

  private static final AtomicInteger BUCKETS = new AtomicInteger();

  private TestFiles() {}

  /** A configuration that binds our classes and knows nothing else. */
  static Configuration configuration() {
    Configuration configuration = new Configuration(false);
    for (String scheme : new String[] {"s3", "az", "azure", "gs", "gcs", "direct", "memory"}) {
      configuration.set("fs." + scheme + ".impl", StoreFileSystem34.class.getName());
      configuration.set("fs.AbstractFileSystem." + scheme + ".impl", StoreFs.class.getName());
    }
    configuration.set("fs.file.impl", StoreLocalFileSystem34.class.getName());
    return configuration;
  }

  /** What a test server wants to be told. */
  static Configuration configuration(S3Server server, URI endpoint) {
    Configuration configuration = configuration();
    configuration.set("fs.s3dlio.s3.endpoint", endpoint.toString());
    configuration.set("fs.s3dlio.s3.path-style", "true");
    configuration.set("fs.s3dlio.s3.region", server.region());
    configuration.set("fs.s3dlio.s3.access-key-id", server.accessKey());
    configuration.set("fs.s3dlio.s3.access-key-secret", server.secretKey());
    return configuration;
  }

  /** What a test server wants to be told. */
  static Configuration configuration(SchemeServer server) {
    Configuration configuration = configuration();
    server.hadoopOptions().forEach(configuration::set);
    return configuration;
  }

  /** Whether the build was told to leave out what needs Azurite, which it then says itself. */
  static boolean withoutAzure() {
    return "azure".equals(System.getProperty("s3dlio.without"));
  }

  /** A new FileSystem, never from Hadoop's cache; the caller closes it. */
  static FileSystem open(String uri, Configuration configuration) throws IOException {
    return FileSystem.newInstance(URI.create(uri), configuration);
  }

  /** The URI of a new empty bucket in memory. */
  static String memoryBucket() throws IOException {
    String uri = "memory://bucket-" + BUCKETS.incrementAndGet();
    IoRuntime runtime = IoRuntime.shared(StoreConfig.defaults().memory());
    Stores.provider("memory")
        .createContainer(
            ObjectUri.parse(uri),
            new StoreContext(StoreConfig.defaults(), MapSettings.empty(), runtime));
    return uri;
  }

  static void write(FileSystem files, String path, byte[] data) throws IOException {
    try (FSDataOutputStream out = files.create(new Path(path))) {
      out.write(data);
    }
  }

  static byte[] read(FileSystem files, String path) throws IOException {
    try (FSDataInputStream in = files.open(new Path(path))) {
      return in.readAllBytes();
    }
  }

  /** Bytes that differ along the way: each is made of its index and a seed. */
  static byte[] data(int length, int seed) {
    byte[] data = new byte[length];
    for (int i = 0; i < length; i++) {
      data[i] = (byte) (i * 31 + (i >>> 8) * 17 + seed);
    }
    return data;
  }
}
