package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.spark.ListedFile;
import io.s3dlio.tfrecord.index.IndexFormat;
import io.s3dlio.tfrecord.index.IndexNames;
import java.io.Serializable;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/**
 * Which indexes are to be written, and where.
 *
 * @param formats each gives one file
 * @param directory where they go, each at its data file's path below the root that was named; empty
 *     for beside the data file
 * @param name of an index, with {@code {name}} for the data file's name and {@code {stem}} for that
 *     without its extension; empty for the hidden names that our readers look for
 * @param existing what becomes of an index that is there
 */
public record IndexPlan(Set<IndexFormat> formats, String directory, String name, Existing existing)
    implements Serializable {

  /** What becomes of an index that is there. */
  public enum Existing {
    /** It stays when it fits its file and is not older. */
    KEEP,
    /** It is written anew. */
    REPLACE
  }

  /** DALI's text and our compact form under hidden names beside each file; what fits stays. */
  public static final IndexPlan DEFAULT =
      new IndexPlan(EnumSet.of(IndexFormat.TEXT, IndexFormat.COMPACT), "", "", Existing.KEEP);

  public IndexPlan {
    formats = Set.copyOf(formats);
    if (formats.isEmpty()) {
      throw new IllegalArgumentException("no format of an index is named");
    }
    if (!name.isEmpty() && formats.size() > 1) {
      throw new IllegalArgumentException(
          "one name for " + formats.size() + " formats: name one format");
    }
    if (!name.isEmpty() && !name.contains("{name}") && !name.contains("{stem}")) {
      throw new IllegalArgumentException(
          "the name of an index needs {name} or {stem}: \"" + name + "\" is one for all files");
    }
    if (!name.isEmpty() && !IndexNames.isIndex(name)) {
      throw new IllegalArgumentException(
          "the name of an index ends with .idx, .index, .tfindex or .s3idx, so that it is not"
              + " taken for data: \""
              + name
              + "\" does not");
    }
  }

  /** The same plan for these formats alone. */
  public IndexPlan with(Set<IndexFormat> others) {
    return new IndexPlan(others, directory, name, existing);
  }

  /** The same plan with another treatment of what is there. */
  public IndexPlan with(Existing other) {
    return new IndexPlan(formats, directory, name, other);
  }

  /** Whether indexes go beside their files under names that a listing keeps for indexes. */
  boolean isBeside() {
    return directory.isEmpty() && name.isEmpty();
  }

  /**
   * Looks whether each index gets a path of its own.
   *
   * @throws IllegalArgumentException when two would have one path, or one that of a data file; the
   *     message is for the user
   */
  public void check(Collection<DataFile> files) {
    Map<Path, String> owners = new HashMap<>();
    files.forEach(file -> owners.put(file.file().toPath(), "a data file"));
    for (DataFile file : files) {
      for (IndexFormat format : formats) {
        Path target = new Path(target(file, format));
        String owner = owners.put(target, "the index of " + file.file().path());
        if (owner != null) {
          throw new IllegalArgumentException(
              "the index of "
                  + file.file().path()
                  + " would be "
                  + target
                  + ", and so is "
                  + owner);
        }
      }
    }
  }

  /** The path of a file's index. */
  String target(DataFile file, IndexFormat format) {
    ListedFile data = file.file();
    if (directory.isEmpty()) {
      return IndexFiles.child(data.toPath().getParent(), name(data.name(), format)).toString();
    }
    String below = file.path().substring(0, file.path().length() - data.name().length());
    return directory + "/" + below + name(data.name(), format);
  }

  private String name(String dataName, IndexFormat format) {
    if (!name.isEmpty()) {
      int dot = dataName.lastIndexOf('.');
      String stem = dot > 0 ? dataName.substring(0, dot) : dataName;
      return name.replace("{name}", dataName).replace("{stem}", stem);
    }
    String hidden = IndexNames.hidden(dataName, format);
    // In a directory of their own nobody takes them for data: DLIO's layout.
    return directory.isEmpty() ? hidden : hidden.substring(1);
  }
}
