package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.spark.ListedFile;
import io.s3dlio.tfrecord.index.IndexNames;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds data files: what is neither hidden, as Spark has it, nor an index by its name. */
public final class DataFiles {

  private DataFiles() {}

  /**
   * The files at some paths: a file is itself, whatever its name; a directory all data files below
   * it; a glob what it matches.
   *
   * @return in the order of the paths, those of one directory by their own
   * @throws FileNotFoundException when a path or a glob names nothing
   */
  public static List<DataFile> list(Configuration settings, List<String> paths) throws IOException {
    List<DataFile> files = new ArrayList<>();
    for (String path : paths) {
      Path asked = new Path(path);
      FileSystem fileSystem = asked.getFileSystem(settings);
      for (FileStatus status : matches(fileSystem, fileSystem.makeQualified(asked))) {
        if (status.isDirectory()) {
          List<DataFile> below = new ArrayList<>();
          walk(fileSystem, status.getPath(), "", below);
          below.sort(Comparator.comparing(DataFile::path));
          files.addAll(below);
        } else {
          String name = status.getPath().getName();
          files.add(new DataFile(IndexFiles.listed(status), name, false, List.of()));
        }
      }
    }
    return files;
  }

  private static List<FileStatus> matches(FileSystem fileSystem, Path path) throws IOException {
    boolean isGlob = path.toString().chars().anyMatch(letter -> "{}[]*?\\".indexOf(letter) >= 0);
    if (!isGlob) {
      return List.of(fileSystem.getFileStatus(path));
    }
    FileStatus[] found = fileSystem.globStatus(path);
    if (found == null || found.length == 0) {
      throw new FileNotFoundException("nothing matches " + path);
    }
    return List.of(found);
  }

  private static void walk(
      FileSystem fileSystem, Path directory, String above, List<DataFile> files)
      throws IOException {
    List<ListedFile> found = new ArrayList<>();
    Map<String, ListedFile> indexes = new HashMap<>();
    var children = fileSystem.listStatusIterator(directory);
    while (children.hasNext()) {
      FileStatus child = children.next();
      String name = child.getPath().getName();
      if (child.isDirectory() && isVisible(name)) {
        walk(fileSystem, child.getPath(), above + name + "/", files);
      } else if (child.isFile() && IndexNames.isIndex(name)) {
        indexes.put(name, IndexFiles.listed(child));
      } else if (child.isFile() && isVisible(name)) {
        found.add(IndexFiles.listed(child));
      }
    }
    for (ListedFile file : found) {
      List<ListedFile> beside = IndexFiles.allAmong(file, indexes::get);
      files.add(new DataFile(file, above + file.name(), true, beside));
    }
  }

  /** Spark's rule: a partition's directory may begin with _. */
  private static boolean isVisible(String name) {
    boolean isHidden = name.startsWith(".") || (name.startsWith("_") && !name.contains("="));
    return !isHidden && !name.endsWith("._COPYING_");
  }
}
