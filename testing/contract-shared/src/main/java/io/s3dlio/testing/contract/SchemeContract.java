package io.s3dlio.testing.contract;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.contract.AbstractBondedFSContract;

/** The contract of one of our schemes, with the options of {@link ContractTable}. */
public final class SchemeContract extends AbstractBondedFSContract {
  private final Scheme scheme;
  private final Path testPath;

  private SchemeContract(Configuration configuration, Scheme scheme, String container) {
    super(configuration);
    this.scheme = scheme;
    Place place = Place.of(scheme);
    Bindings.apply(configuration);
    place.configure(configuration);
    this.testPath = place.testPath();
    // Without this name the suites skip everything and still pass.
    configuration.set(
        getConfKey(String.format(FSNAME_OPTION, scheme.text())), place.root(container).toString());
    ContractTable.of(scheme)
        .options()
        .forEach((option, value) -> configuration.set(getConfKey(option), value));
    Judges.record(scheme, place.judge());
  }

  /** The contract of the scheme that this run tests. */
  public static SchemeContract ofThisRun(Configuration configuration) {
    return new SchemeContract(configuration, Scheme.ofThisRun(), "contract");
  }

  /**
   * The contract of the suite that deletes the root, on a root of its own.
   *
   * <p>S3Proxy keeps objects in a file system. When many keys come and go at once it sometimes
   * keeps an empty directory, and lists it as a prefix below which no key is; that no client can
   * remove. What other suites leave so must not stand in the way of the one that wants an empty
   * root.
   *
   * @throws IllegalStateException on local files, whose root is the machine's
   */
  public static SchemeContract ofOwnRoot(Configuration configuration) {
    Scheme scheme = Scheme.ofThisRun();
    if (scheme.isLocal()) {
      throw new IllegalStateException("This suite deletes /: it never runs on local files");
    }
    return new SchemeContract(configuration, scheme, "contract-root");
  }

  /**
   * Opens the FileSystem.
   *
   * @throws IllegalStateException when it is not the bundle's: Hadoop's own would pass as well
   */
  @Override
  public void init() throws IOException {
    super.init();
    BundleJar.checkServes(getTestFileSystem());
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
