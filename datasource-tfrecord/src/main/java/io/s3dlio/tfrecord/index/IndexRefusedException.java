package io.s3dlio.tfrecord.index;

import io.s3dlio.store.CorruptFormatException;

/** An index that is not believed, with both files and what can be done. */
public final class IndexRefusedException extends CorruptFormatException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** It is no index of a known format, or damaged. */
    MALFORMED,
    /** It is an index, but not of this file. */
    OF_ANOTHER_FILE,
    /** It was written before the file was. */
    OLDER
  }

  private final Reason reason;
  private final String what;
  private final String indexFile;
  private final String dataFile;

  IndexRefusedException(Reason reason, IndexPair pair, String what) {
    super(
        "the index "
            + pair.indexFile()
            + " is refused for "
            + pair.dataFile()
            + ": "
            + what
            + ". Build it anew (./s3dlio tfrecord index --force "
            + pair.dataFile()
            + "), remove it, or read without it (option index=off).");
    this.reason = reason;
    this.what = what;
    this.indexFile = pair.indexFile();
    this.dataFile = pair.dataFile();
  }

  public Reason reason() {
    return reason;
  }

  /** What is wrong, without the files and what can be done. */
  public String what() {
    return what;
  }

  public String indexFile() {
    return indexFile;
  }

  public String dataFile() {
    return dataFile;
  }
}
