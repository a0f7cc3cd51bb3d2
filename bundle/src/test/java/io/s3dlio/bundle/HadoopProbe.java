package io.s3dlio.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Uses a scheme through Hadoop's two interfaces, bound by the snippet of the project. */
public final class HadoopProbe implements Callable<String> {
  private final URI root;
  private final Configuration configuration = new Configuration();

  /**
   * A probe.
   *
   * @param settings of the store; and {@code conf}, the file that binds schemes
   */
  public HadoopProbe(String root, Map<String, String> settings) {
    this.root = URI.create(root + "/");
    Map<String, String> options = new HashMap<>(settings);
    configuration.addResource(new Path(Objects.requireNonNull(options.remove("conf"))));
    options.forEach((name, value) -> configuration.set("fs.s3dlio." + name, value));
  }

  /** Writes, renames, reads and deletes a file; what was read. */
  @Override
  public String call() throws IOException {
    Path draft = new Path("/hadoop/draft");
    Path done = new Path("/hadoop/done");
    try (FileSystem fileSystem = FileSystem.newInstance(root, configuration)) {
      if (!fileSystem.getClass().getName().startsWith("io.s3dlio.")) {
        throw new IOException(root + " is served by " + fileSystem.getClass());
      }
      try (FSDataOutputStream out = fileSystem.create(draft, false)) {
        out.write("bytes of the jar".getBytes(UTF_8));
      }
      if (!fileSystem.rename(draft, done)) {
        throw new IOException("the file was not renamed");
      }
      long length = FileContext.getFileContext(root, configuration).getFileStatus(done).getLen();
      byte[] bytes = new byte[(int) length];
      try (FSDataInputStream in = fileSystem.open(done)) {
        in.readFully(0, bytes);
      }
      fileSystem.delete(new Path("/hadoop"), true);
      return new String(bytes, UTF_8);
    }
  }
}
