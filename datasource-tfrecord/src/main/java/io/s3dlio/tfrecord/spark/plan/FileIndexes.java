package io.s3dlio.tfrecord.spark.plan;

import io.s3dlio.spark.FileListing;
import io.s3dlio.spark.ListedFile;
import io.s3dlio.tfrecord.hadoop.IndexFiles;
import io.s3dlio.tfrecord.index.IndexNames;
import io.s3dlio.tfrecord.index.IndexRefusedException;
import io.s3dlio.tfrecord.index.RecordIndex;
import io.s3dlio.tfrecord.spark.option.IndexUse;
import io.s3dlio.tfrecord.spark.option.TfRecordErrors;
import io.s3dlio.tfrecord.spark.read.RecordFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/** The indexes of a read's files, on the driver. Which there are, the listing has told. */
final class FileIndexes {

  private final IndexUse use;
  private final IndexFiles files;
  private final Map<String, ListedFile> byPath;

  private FileIndexes(IndexUse use, IndexFiles files, Map<String, ListedFile> byPath) {
    this.use = use;
    this.files = files;
    this.byPath = byPath;
  }

  /** The indexes that lie beside the files of some roots. */
  static FileIndexes of(IndexUse use, Configuration settings, List<FileListing.Root> roots) {
    Map<String, ListedFile> byPath = new HashMap<>();
    IndexFiles files = new IndexFiles(settings);
    if (use != IndexUse.OFF) {
      Map<Path, List<ListedFile>> single = new HashMap<>();
      for (FileListing.Root root : roots) {
        root.aside().forEach(index -> byPath.put(index.path(), index));
        if (!root.isDirectory()) {
          root.files()
              .forEach(
                  file ->
                      single
                          .computeIfAbsent(file.toPath().getParent(), p -> new ArrayList<>())
                          .add(file));
        }
      }
      single.forEach((directory, named) -> addBeside(directory, named, settings, files, byPath));
    }
    return new FileIndexes(use, files, byPath);
  }

  /** Of files that were named themselves: a single one is asked for, of several all are listed. */
  private static void addBeside(
      Path directory,
      List<ListedFile> named,
      Configuration settings,
      IndexFiles files,
      Map<String, ListedFile> byPath) {
    try {
      if (named.size() == 1) {
        files.find(named.get(0)).ifPresent(index -> byPath.put(index.path(), index));
        return;
      }
      for (FileStatus status : directory.getFileSystem(settings).listStatus(directory)) {
        if (status.isFile() && IndexNames.isIndex(status.getPath().getName())) {
          ListedFile index = IndexFiles.listed(status);
          byPath.put(index.path(), index);
        }
      }
    } catch (AccessDeniedException | AccessControlException e) {
      // Who may read these files but not list their directory reads them without indexes.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<ListedFile> of(ListedFile file) {
    if (use == IndexUse.OFF || RecordFiles.isNamedCompressed(file.name())) {
      return Optional.empty();
    }
    String directory = file.path().substring(0, file.path().lastIndexOf('/') + 1);
    Optional<ListedFile> index = IndexFiles.among(file, name -> byPath.get(directory + name));
    if (index.isEmpty() && use == IndexUse.REQUIRED) {
      throw TfRecordErrors.INDEX_MISSING.exception("file", file.path());
    }
    return index;
  }

  /** Whether a file has an index; costs nothing. */
  boolean has(ListedFile file) {
    return of(file).isPresent();
  }

  /** The index of a file, if it has one; none when it, or its file, went away meanwhile. */
  Optional<RecordIndex> read(ListedFile file) {
    try {
      Optional<ListedFile> index = of(file);
      return index.isEmpty()
          ? Optional.empty()
          : Optional.of(believed(file, () -> files.read(index.get(), file)));
    } catch (FileNotFoundException e) {
      if (use == IndexUse.REQUIRED) {
        throw TfRecordErrors.INDEX_MISSING.exception(e, "file", file.path());
      }
      return Optional.empty();
    }
  }

  /** The number of records of a file that has an index, or no bytes. */
  long count(ListedFile file) {
    if (file.length() == 0) {
      return 0;
    }
    ListedFile index = of(file).orElseThrow();
    try {
      return believed(file, () -> files.count(index, file));
    } catch (FileNotFoundException e) {
      throw TfRecordErrors.FILE_GONE.exception(e, "file", index.path());
    }
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T believed(ListedFile file, Reading<T> reading) throws FileNotFoundException {
    try {
      return reading.read();
    } catch (IndexRefusedException e) {
      throw TfRecordErrors.BAD_INDEX.exception(
          e, "file", file.path(), "reason", TfRecordErrors.reason(e));
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
