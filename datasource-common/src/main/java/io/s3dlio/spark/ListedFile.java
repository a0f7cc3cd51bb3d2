package io.s3dlio.spark;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * One file as a listing showed it; what a task needs to open that version of it. Travels to tasks.
 *
 * @param path qualified, in Hadoop's spelling: nothing is escaped
 * @param length in bytes
 * @param modifiedMillis since 1970
 * @param etag an opaque version word, empty where the FileSystem has none
 * @param blocks where its bytes are kept, in order; empty where that is no matter, as on object
 *     stores
 */
public record ListedFile(
    String path, long length, long modifiedMillis, String etag, List<Block> blocks)
    implements Serializable {

  /**
   * Some consecutive bytes of a file and the hosts that hold them.
   *
   * @param offset in bytes
   * @param length in bytes
   */
  public record Block(long offset, long length, List<String> hosts) implements Serializable {
    public Block {
      hosts = List.copyOf(hosts);
    }
  }

  /** The order of rows: by the bytes of the paths, so the same on every FileSystem. */
  public static final Comparator<ListedFile> ORDER =
      Comparator.comparing(ListedFile::path, ListedFile::compareCodePoints);

  public ListedFile {
    blocks = List.copyOf(blocks);
  }

  /** A file of which only this much is known. */
  public static ListedFile of(String path, long length, long modifiedMillis) {
    return new ListedFile(path, length, modifiedMillis, "", List.of());
  }

  /** The path for Hadoop's calls. */
  public Path toPath() {
    return new Path(path);
  }

  /** The last part of the path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** UTF-8 orders as code points do; UTF-16, and so {@link String#compareTo}, does not. */
  private static int compareCodePoints(String one, String other) {
    int most = Math.min(one.length(), other.length());
    for (int i = 0; i < most; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        boolean pairsDiffer = Character.isSurrogate(a) != Character.isSurrogate(b);
        return pairsDiffer ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
      }
    }
    return Integer.compare(one.length(), other.length());
  }
}
