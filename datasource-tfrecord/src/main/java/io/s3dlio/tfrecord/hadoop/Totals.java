package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.tfrecord.hadoop.FileSummary.Outcome;
import java.util.Collection;
import java.util.Locale;

/**
 * Many files together.
 *
 * @param files how many
 * @param upToDate of them had right indexes already
 * @param failed of them could not be done
 * @param records of all that could
 * @param bytes of all their records
 * @param least bytes of the smallest record, 0 without records
 * @param greatest bytes of the largest record
 */
public record Totals(
    long files, long upToDate, long failed, long records, long bytes, long least, long greatest) {

  /** Sums up. */
  public static Totals of(Collection<FileSummary> summaries) {
    long upToDate = 0;
    long failed = 0;
    long records = 0;
    long bytes = 0;
    long least = Long.MAX_VALUE;
    long greatest = 0;
    for (FileSummary one : summaries) {
      upToDate += one.outcome() == Outcome.UP_TO_DATE ? 1 : 0;
      failed += one.outcome() == Outcome.FAILED ? 1 : 0;
      if (one.records() > 0) {
        records += one.records();
        bytes += one.bytes();
        least = Math.min(least, one.least());
        greatest = Math.max(greatest, one.greatest());
      }
    }
    least = records == 0 ? 0 : least;
    return new Totals(summaries.size(), upToDate, failed, records, bytes, least, greatest);
  }

  /** One line for people. */
  @Override
  public String toString() {
    String sizes =
        records == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; a record has %,d to %,d bytes, %,.1f on average",
                least,
                greatest,
                (double) bytes / records);
    return String.format(
        Locale.ROOT,
        "%,d files, %,d records, %,d bytes%s; %,d up to date, %,d failed",
        files,
        records,
        bytes,
        sizes,
        upToDate,
        failed);
  }
}
