package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.tfrecord.hadoop.FileSummary.Outcome;

/** Counts the records of one file as they come. Not thread-safe. */
final class RecordTally implements RecordSizes {
  private long records;
  private long bytes;
  private long least = Long.MAX_VALUE;
  private long greatest;

  @Override
  public void add(long size) {
    records++;
    bytes += size;
    least = Math.min(least, size);
    greatest = Math.max(greatest, size);
  }

  long records() {
    return records;
  }

  FileSummary summary(String file, Outcome outcome) {
    long smallest = records == 0 ? 0 : least;
    return new FileSummary(file, outcome, records, bytes, smallest, greatest, "");
  }
}
