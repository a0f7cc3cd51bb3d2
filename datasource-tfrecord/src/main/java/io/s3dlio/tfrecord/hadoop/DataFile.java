package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.spark.ListedFile;
import java.io.Serializable;
import java.util.List;

/**
 * A data file that was found.
 *
 * @param file as it was listed
 * @param path below the directory that was named; the name alone when the file itself was
 * @param isListed whether the listing of its directory has told which indexes lie beside it
 * @param indexes beside it as far as that is known, the one that is used first
 */
public record DataFile(ListedFile file, String path, boolean isListed, List<ListedFile> indexes)
    implements Serializable {

  public DataFile {
    indexes = List.copyOf(indexes);
  }
}
