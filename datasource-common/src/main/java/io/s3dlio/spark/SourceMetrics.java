package io.s3dlio.spark;

import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * What Spark's SQL tab shows of a read. Spark finds the classes by name and makes them itself, so
 * each is public and has a constructor without arguments.
 */
public final class SourceMetrics {

  private SourceMetrics() {}

  /** All of them, for {@code Scan.supportedCustomMetrics}. */
  public static CustomMetric[] all() {
    return new CustomMetric[] {
      new BytesRead(), new Requests(), new RecordsSkipped(), new ChecksumTime()
    };
  }

  /** What a task reports of one metric. */
  public static CustomTaskMetric of(CustomMetric metric, long value) {
    return new TaskValue(metric.name(), value);
  }

  private record TaskValue(String name, long value) implements CustomTaskMetric {}

  /** Bytes that came from storage. */
  public static final class BytesRead extends CustomSumMetric {
    @Override
    public String name() {
      return "storageBytesRead";
    }

    @Override
    public String description() {
      return "bytes read from storage";
    }
  }

  /** Reads that storage was asked for. */
  public static final class Requests extends CustomSumMetric {
    @Override
    public String name() {
      return "storageReads";
    }

    @Override
    public String description() {
      return "reads of storage";
    }
  }

  /** Records that were dropped because they are damaged. */
  public static final class RecordsSkipped extends CustomSumMetric {
    @Override
    public String name() {
      return "recordsSkipped";
    }

    @Override
    public String description() {
      return "damaged records skipped";
    }
  }

  /** Time that checksums took; tasks report nanoseconds. */
  public static final class ChecksumTime implements CustomMetric {
    @Override
    public String name() {
      return "checksumTime";
    }

    @Override
    public String description() {
      return "time of checksums, all tasks";
    }

    @Override
    public String aggregateTaskMetrics(long[] taskMetrics) {
      return String.format(Locale.ROOT, "%.3f s", Arrays.stream(taskMetrics).sum() / 1e9);
    }
  }
}
