package io.s3dlio.testing.contract;

import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Where the suites of a scheme do their work: a server with its containers, or a directory. */
interface Place {

  /** The place of a scheme in this JVM; a server is started when it is first asked for. */
  static Place of(Scheme scheme) {
    return switch (scheme) {
      case S3 -> S3Place.ofThisJvm();
      case AZ, AZURE -> new AzPlace(scheme);
      case GS, GCS -> GsPlace.ofThisJvm(scheme);
      case FILE, DIRECT -> new LocalPlace(scheme);
    };
  }

  /** Who judges here, as {@code judges.csv} names it, for example {@code s3proxy}. */
  String judge();

  /** Points the connector to this place. */
  void configure(Configuration configuration);

  /**
   * The root of a FileSystem; it exists when this returns.
   *
   * @param container what the suite calls its bucket; local places have one root only
   */
  URI root(String container);

  /** Below it a suite may write and delete what it likes. */
  Path testPath();
}
