package io.s3dlio.tfrecord.spark.read;

import io.s3dlio.spark.SourceFile;
import java.io.Serializable;
import java.util.List;

/**
 * What one task reads of one file. Travels to tasks.
 *
 * @param cut how the bytes are found
 * @param runs ascending; one, unless single records were picked
 */
public record RecordSlice(SourceFile source, Cut cut, List<Run> runs) implements Serializable {

  /** What start and end of a run are. */
  public enum Cut {
    /** Those of the file, which may be compressed. */
    WHOLE,
    /** Borders of records, as the index has them. */
    INDEXED,
    /** Any positions: records begin at the first border from there on. */
    ANYWHERE
  }

  /**
   * Some consecutive bytes.
   *
   * @param start in bytes
   * @param end the byte after the last one
   * @param firstNumber of the first record; -1 when it is not known
   * @param records how many there are, as the index has it; -1 when it is not known
   */
  public record Run(long start, long end, long firstNumber, long records) implements Serializable {}

  /** A whole file. */
  public static RecordSlice whole(SourceFile source) {
    return new RecordSlice(source, Cut.WHOLE, List.of(new Run(0, source.file().length(), 0, -1)));
  }

  /** Bytes from the first run's start to the last one's end. */
  long span() {
    return runs.get(runs.size() - 1).end() - runs.get(0).start();
  }

  /** Bytes of all runs. */
  public long bytes() {
    long bytes = 0;
    for (Run run : runs) {
      bytes += run.end() - run.start();
    }
    return bytes;
  }
}
