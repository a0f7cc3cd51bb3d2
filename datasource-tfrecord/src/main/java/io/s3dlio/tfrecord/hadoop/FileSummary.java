package io.s3dlio.tfrecord.hadoop;

import java.io.Serializable;

/**
 * What is known of one file's records.
 *
 * @param file its path
 * @param outcome what was done
 * @param records how many
 * @param bytes of its records, uncompressed
 * @param least bytes of its smallest record with its 16, 0 without records
 * @param greatest bytes of its largest record
 * @param message what went wrong, else empty
 */
public record FileSummary(
    String file,
    Outcome outcome,
    long records,
    long bytes,
    long least,
    long greatest,
    String message)
    implements Serializable {

  /** What was done. */
  public enum Outcome {
    /** An index was written, or the file verified or counted. */
    DONE,
    /** The index was there and is right. */
    UP_TO_DATE,
    /** It could not be done; the message says why. */
    FAILED
  }

  /** Of a file that could not be read. */
  public static FileSummary failed(String file, long bytes, Exception failure) {
    String said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    String message = said.contains(file) ? said : file + ": " + said;
    return new FileSummary(file, Outcome.FAILED, 0, bytes, 0, 0, message);
  }
}
