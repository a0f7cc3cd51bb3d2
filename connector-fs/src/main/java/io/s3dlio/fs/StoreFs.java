package io.s3dlio.fs;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ReflectionUtils;

/**
 * The face of {@link StoreFileSystem} that {@code FileContext} uses; bound by {@code
 * fs.AbstractFileSystem.SCHEME.impl}. It works with the class that {@code fs.SCHEME.impl} names.
 */
public final class StoreFs extends DelegateToFileSystem {

  /** Made by Hadoop, with a URI of the root. */
  public StoreFs(URI root, Configuration configuration) throws IOException, URISyntaxException {
    super(
        root,
        fileSystem(root, configuration),
        configuration,
        root.getScheme(),
        // Required would mean a port as well; that s3 names a bucket is checked when it is opened.
        false);
  }

  private static FileSystem fileSystem(URI root, Configuration configuration) throws IOException {
    String bound = configuration.get("fs." + root.getScheme() + ".impl");
    if (bound == null) {
      throw new IOException(
          "fs."
              + root.getScheme()
              + ".impl is not set: set it to "
              + StoreFileSystem.class.getName()
              + "34, or on Hadoop 3.3 to "
              + StoreFileSystem.class.getName());
    }
    Class<? extends FileSystem> type =
        FileSystem.getFileSystemClass(root.getScheme(), configuration);
    return ReflectionUtils.newInstance(type, configuration);
  }
}
