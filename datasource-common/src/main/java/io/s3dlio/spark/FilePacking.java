package io.s3dlio.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;

/**
 * How much a task reads, by Spark's own settings, and which slices go into which task.
 *
 * @param maxBytes what a task reads at most, costs of opening included, when there is more than one
 *     slice in it; also where files that can be cut are cut
 * @param openCost bytes that could be read in the time that opening a file takes
 * @param maxTasks tasks at most; empty for any number
 */
public record FilePacking(long maxBytes, long openCost, OptionalInt maxTasks) {

  private static final int MOST_HOSTS = 3;

  public FilePacking {
    if (maxBytes <= 0 || openCost < 0) {
      throw new IllegalArgumentException(maxBytes + " bytes a task, cost of opening " + openCost);
    }
  }

  /**
   * Packing as {@code spark.sql.files.*} of the session of this thread say: at most {@code
   * maxPartitionBytes}, less when there would be fewer tasks than cores.
   *
   * @param bytes of all files
   * @param files number of them
   */
  public static FilePacking ofSession(SparkSession session, long bytes, long files) {
    SQLConf conf = SQLConf.get();
    long openCost = conf.filesOpenCostInBytes();
    long most = conf.filesMaxPartitionBytes();
    OptionalInt least = number(conf, "spark.sql.files.minPartitionNum");
    if (least.isEmpty()) {
      least = number(conf, "spark.sql.leafNodeDefaultParallelism");
    }
    long tasks = least.orElseGet(session.sparkContext()::defaultParallelism);
    long share = (bytes + files * openCost) / Math.max(1, tasks);
    return new FilePacking(
        Math.max(1, Math.min(most, Math.max(openCost, share))),
        openCost,
        number(conf, "spark.sql.files.maxPartitionNum"));
  }

  private static OptionalInt number(SQLConf conf, String name) {
    String text = conf.getConfString(name, null);
    return text == null || text.isBlank()
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(text.trim()));
  }

  /**
   * Puts slices into tasks in their order, so that rows keep it, each task as full as the next
   * slice allows.
   *
   * @param slices each already no larger than a task should read
   * @param bytes of a slice
   */
  public <T> List<List<T>> pack(List<T> slices, ToLongFunction<T> bytes) {
    List<List<T>> tasks = pack(slices, bytes, maxBytes);
    if (maxTasks.isPresent() && tasks.size() > maxTasks.getAsInt()) {
      long all = slices.stream().mapToLong(slice -> bytes.applyAsLong(slice) + openCost).sum();
      long wider = Math.max(maxBytes, (all + maxTasks.getAsInt() - 1) / maxTasks.getAsInt());
      tasks = pack(slices, bytes, wider);
    }
    return tasks;
  }

  private <T> List<List<T>> pack(List<T> slices, ToLongFunction<T> bytes, long most) {
    List<List<T>> tasks = new ArrayList<>();
    List<T> task = new ArrayList<>();
    long size = 0;
    for (T slice : slices) {
      long length = bytes.applyAsLong(slice);
      if (!task.isEmpty() && size + length > most) {
        tasks.add(List.copyOf(task));
        task.clear();
        size = 0;
      }
      task.add(slice);
      size += length + openCost;
    }
    if (!task.isEmpty()) {
      tasks.add(List.copyOf(task));
    }
    return tasks;
  }

  /** The hosts that hold most bytes of the slices, at most three, most first. */
  public static List<String> hosts(List<FileSlice> slices) {
    Map<String, Long> held = new HashMap<>();
    for (FileSlice slice : slices) {
      for (ListedFile.Block block : slice.source().file().blocks()) {
        long from = Math.max(slice.start(), block.offset());
        long to = Math.min(slice.end(), block.offset() + block.length());
        if (to > from) {
          block.hosts().forEach(host -> held.merge(host, to - from, Long::sum));
        }
      }
    }
    return held.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_HOSTS)
        .map(Map.Entry::getKey)
        .toList();
  }
}
