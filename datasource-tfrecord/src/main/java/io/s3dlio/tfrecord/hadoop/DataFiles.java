package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.spark.ListedFile;
import io.s3dlio.tfrecord.index.IndexNames;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
   * The files at some paths, each once: a file is itself, but for an index under a name of ours,
   * which a shell's pattern names along with its file; a directory is all data files below it; a
   * glob is the data files and directories that it matches.
   *
   * @return in the order of the paths, those of one directory by their own
   * @throws FileNotFoundException when a path or a glob names nothing
   */
  public static List<DataFile> list(Configuration settings, List<String> paths) throws IOException {
    Map<String, DataFile> files = new LinkedHashMap<>();
    for (String path : paths) {
      Path asked = new Path(path);
      FileSystem fileSystem = asked.getFileSystem(settings);
      for (FileStatus status : matches(fileSystem, fileSystem.makeQualified(asked))) {
        for (DataFile file : below(fileSystem, status)) {
          files.putIfAbsent(file.file().path(), file);
        }
      }
    }
    return List.copyOf(files.values());
  }

  private static List<DataFile> below(FileSystem fileSystem, FileStatus status) throws IOException {
    List<DataFile> files = new ArrayList<>();
    String name = status.getPath().getName();
    if (status.isDirectory()) {
      walk(fileSystem, status.getPath(), "", files);
      files.sort(Comparator.comparing(DataFile::path));
    } else if (isVisible(name) || !IndexNames.isIndex(name)) {
      files.add(new DataFile(IndexFiles.listed(status), name, false, List.of()));
    }
    return files;
  }

  private static List<FileStatus> matches(FileSystem fileSystem, Path path) throws IOException {
    boolean isGlob = path.toString().chars().anyMatch(letter -> "{}[]*?\\".indexOf(letter) >= 0);
    if (!isGlob) {
      return List.of(fileSystem.getFileStatus(path));
    }
    FileStatus[] found = fileSystem.globStatus(path, match -> isData(match.getName()));
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

  private static boolean isData(String name) {
    return isVisible(name) && !IndexNames.isIndex(name);
  }

  /** Spark's rule: a partition's directory may begin with _. */
  private static boolean isVisible(String name) {
    boolean isHidden = name.startsWith(".") || (name.startsWith("_") && !name.contains("="));
    return !isHidden && !name.endsWith("._COPYING_");
  }
}
