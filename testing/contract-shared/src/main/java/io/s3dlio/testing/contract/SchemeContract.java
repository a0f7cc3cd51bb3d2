package io.s3dlio.testing.contract;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.contract.AbstractBondedFSContract;

/** The contract of one of our schemes, with the options of {@link ContractTable}. */
public final class SchemeContract extends AbstractBondedFSContract {
  private final Scheme scheme;
  private final Path testPath;

  private SchemeContract(Configuration configuration, Scheme scheme, URI root, Path testPath) {
    super(configuration);
    this.scheme = scheme;
    this.testPath = testPath;
    // Without this name the suites skip everything and still pass.
    configuration.set(
        getConfKey(String.format(FSNAME_OPTION, scheme.text())), root.toString());
    ContractTable.of(scheme)
        .options()
        .forEach((option, value) -> configuration.set(getConfKey(option), value));
  }

  /** The contract of the scheme that this run tests. */
  public static SchemeContract ofThisRun(Configuration configuration) {
    return ofThisRun(configuration, "contract");
  }

  /**
   * The contract of a suite that needs a root of its own.
   *
   * <p>S3Proxy keeps objects in a file system. When many keys come and go at once it sometimes keeps
   * an empty directory, and lists it as a prefix below which no key is; that no client can remove.
   * What other suites leave so must not stand in the way of the one that wants an empty root.
   */
  public static SchemeContract ofOwnRoot(Configuration configuration) {
    return ofThisRun(configuration, "contract-root");
  }

  private static SchemeContract ofThisRun(Configuration configuration, String bucket) {
    Scheme scheme = Scheme.ofThisRun();
    Bindings.apply(configuration);
    if (scheme == Scheme.S3) {
      S3Place.configure(configuration);
      return new SchemeContract(configuration, scheme, S3Place.root(bucket), new Path("/test"));
    }
    Path directory = new Path(LocalPlace.directory(scheme).toString());
    URI root = URI.create(scheme.text() + ":///");
    return new SchemeContract(configuration, scheme, root, directory);
  }

  /**
   * Opens the FileSystem.
   *
   * @throws IllegalStateException when it is not ours: Hadoop's own would pass as well
   */
  @Override
  public void init() throws IOException {
    super.init();
    String opened = getTestFileSystem().getClass().getName();
    if (!opened.startsWith("io.s3dlio.fs.")) {
      throw new IllegalStateException(scheme.text() + " is served by " + opened);
    }
  }

  @Override
  public String getScheme() {
    return scheme.text();
  }

  @Override
  public Path getTestPath() {
    return testPath;
  }
}
