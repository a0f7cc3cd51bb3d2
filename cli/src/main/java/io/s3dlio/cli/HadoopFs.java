package io.s3dlio.cli;

import org.apache.hadoop.fs.FsShell;
import org.apache.hadoop.util.ToolRunner;

/** {@code ./s3dlio hadoop fs ...}: Hadoop's shell with our schemes and without an installation. */
public final class HadoopFs {

  private HadoopFs() {}

  /** Arguments: those of {@code hadoop fs}, options such as {@code -D name=value} first. */
  public static void main(String[] arguments) throws Exception {
    System.exit(ToolRunner.run(Bindings.configuration(), new FsShell(), arguments));
  }
}
