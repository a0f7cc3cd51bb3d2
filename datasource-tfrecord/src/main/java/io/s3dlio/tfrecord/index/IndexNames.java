package io.s3dlio.tfrecord.index;

import java.util.ArrayList;
import java.util.List;

/**
 * What index files are called. Ours begin with {@code _}, so that Spark does not take them for
 * data; those of others are found under the names that their tools give. No instance.
 */
public final class IndexNames {

  /** Ends the names of indexes in our compact form. */
  public static final String COMPACT_SUFFIX = ".s3idx";

  /** Ends the names of text indexes, s3dlio's of either kind included. */
  public static final String TEXT_SUFFIX = ".idx";

  private static final List<String> SUFFIXES =
      List.of(COMPACT_SUFFIX, TEXT_SUFFIX, ".tfindex", ".index");

  private IndexNames() {}

  /**
   * The name under which we write an index.
   *
   * @param dataName the data file's name, without its directory
   */
  public static String hidden(String dataName, IndexFormat format) {
    // Spark shows what begins with _ when it has a = in it: that could be a partition's directory.
    String prefix = dataName.indexOf('=') < 0 ? "_" : ".";
    return prefix
        + dataName
        + switch (format) {
          case COMPACT -> COMPACT_SUFFIX;
          case TEXT -> TEXT_SUFFIX;
          case BINARY16 -> ".bin" + TEXT_SUFFIX;
        };
  }

  /**
   * Names under which an index of a file may lie beside it, best first: ours, s3dlio's, vahidk's.
   *
   * @param dataName the data file's name, without its directory
   */
  public static List<String> candidates(String dataName) {
    List<String> names = new ArrayList<>();
    for (IndexFormat format :
        List.of(IndexFormat.COMPACT, IndexFormat.TEXT, IndexFormat.BINARY16)) {
      names.add(hidden(dataName, format));
    }
    names.add(dataName + TEXT_SUFFIX);
    names.add(dataName + ".tfindex");
    names.add(dataName + ".index");
    int dot = dataName.lastIndexOf('.');
    if (dot > 0) {
      names.add(dataName.substring(0, dot) + TEXT_SUFFIX);
      names.add(dataName.substring(0, dot) + ".tfindex");
    }
    return List.copyOf(names);
  }

  /** Whether a file of this name, without its directory, can be an index by its name. */
  public static boolean isIndex(String name) {
    return SUFFIXES.stream().anyMatch(name::endsWith);
  }
}
