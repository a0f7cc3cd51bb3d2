package io.s3dlio.tfrecord.index;

import io.s3dlio.tfrecord.index.IndexRefusedException.Reason;

/**
 * An index file and the data file that it is said to be of.
 *
 * @param indexFile as messages shall name it
 * @param dataFile as messages shall name it
 * @param dataLength bytes of the data file
 */
public record IndexPair(String indexFile, String dataFile, long dataLength) {

  public IndexPair {
    if (dataLength < 0) {
      throw new IllegalArgumentException("negative length " + dataLength + " of " + dataFile);
    }
  }

  IndexRefusedException malformed(String what) {
    return new IndexRefusedException(Reason.MALFORMED, this, what);
  }

  IndexRefusedException ofAnotherFile(String what) {
    return new IndexRefusedException(Reason.OF_ANOTHER_FILE, this, what);
  }

  IndexRefusedException older(String what) {
    return new IndexRefusedException(Reason.OLDER, this, what);
  }

  /**
   * Adds a record that the index names, when it continues the ones before it and lies in the file:
   * so no more memory is taken than a file of this length can have records.
   */
  void add(IndexBuilder builder, long offset, long size, String place)
      throws IndexRefusedException {
    if (offset != builder.end()) {
      throw ofAnotherFile(
          place
              + " begins at "
              + offset
              + ", but the one before it ends at "
              + builder.end()
              + ": records follow each other without a gap");
    }
    if (size < IndexBuilder.LEAST_SIZE) {
      throw malformed(place + " has " + size + " bytes, and the least record has 16");
    }
    if (size > dataLength - offset) {
      throw ofAnotherFile(
          place
              + " ends after the file, which has "
              + dataLength
              + " bytes ("
              + size
              + " claimed)");
    }
    builder.add(size);
  }

  /** The index of all that was added, when that is the whole file. */
  RecordIndex finish(IndexBuilder builder) throws IndexRefusedException {
    if (builder.end() != dataLength) {
      throw ofAnotherFile(
          "its "
              + builder.count()
              + " records end at "
              + builder.end()
              + ", the file at "
              + dataLength);
    }
    return builder.build();
  }
}
