package io.s3dlio.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadMaxFiles;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.jspecify.annotations.Nullable;

/**
 * Files that appear in directories as a stream: each file is in exactly one batch, over restarts
 * too, because a batch is written to the checkpoint before Spark is told of it.
 *
 * <p>A file is known by its path: what is written to it later is not seen. Called by Spark's one
 * thread of a query; {@link #stop} by others.
 */
public final class FileMicroBatchStream implements MicroBatchStream, SupportsTriggerAvailableNow {

  /** What a source has to say of its files. */
  public interface Files {

    /** All files that are there now, in any order. */
    List<ListedFile> list();

    /** The tasks that read some files of one batch. */
    InputPartition[] plan(List<ListedFile> files);

    /** Reads what was planned. */
    PartitionReaderFactory readers();
  }

  private final Files files;
  private final SourceOptions options;
  private final FileStreamLog log;
  private final TreeMap<Long, List<FileStreamLog.Entry>> batches = new TreeMap<>();
  private final Map<String, Long> seen = new HashMap<>();
  private long newestMillis;
  private long committed = -1;
  private @Nullable List<ListedFile> onlyThese;

  /**
   * A stream that goes on where the checkpoint's log ends.
   *
   * @param checkpoint this source's own directory in the checkpoint of the query
   */
  public FileMicroBatchStream(
      Configuration settings, String checkpoint, SourceOptions options, Files files) {
    this.files = files;
    this.options = options;
    options.value(FileStreamOptions.CLEAN_SOURCE);
    try {
      log = new FileStreamLog(settings, checkpoint);
      for (FileStreamLog.Entry entry : log.read()) {
        remember(entry);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remember(FileStreamLog.Entry entry) {
    batches.computeIfAbsent(entry.batch(), batch -> new ArrayList<>()).add(entry);
    seen.put(key(entry.file()), entry.file().modifiedMillis());
    newestMillis = Math.max(newestMillis, entry.file().modifiedMillis());
  }

  private String key(ListedFile file) {
    return options.value(FileStreamOptions.FILE_NAME_ONLY) ? file.name() : file.path();
  }

  @Override
  public Offset initialOffset() {
    return new FileStreamOffset(-1);
  }

  @Override
  public Offset deserializeOffset(String json) {
    return FileStreamOffset.parse(json);
  }

  @Override
  public ReadLimit getDefaultReadLimit() {
    if (!isLimited()) {
      return ReadLimit.allAvailable();
    }
    long most = options.find(FileStreamOptions.MAX_FILES_PER_TRIGGER).orElse(0L);
    return ReadLimit.maxFiles(most == 0 ? Integer.MAX_VALUE : (int) most);
  }

  private boolean isLimited() {
    return options.find(FileStreamOptions.MAX_FILES_PER_TRIGGER).isPresent()
        || options.find(FileStreamOptions.MAX_BYTES_PER_TRIGGER).isPresent();
  }

  @Override
  public void prepareForTriggerAvailableNow() {
    onlyThese = unseen();
  }

  @Override
  public Offset latestOffset() {
    throw new UnsupportedOperationException("Spark asks with a limit");
  }

  /** Null before the first file: then Spark runs no batch. */
  @Override
  public @Nullable Offset latestOffset(Offset start, ReadLimit limit) {
    List<ListedFile> chosen = choose(onlyThese == null ? unseen() : onlyThese, limit);
    long last = batches.isEmpty() ? -1 : batches.lastKey();
    last = Math.max(last, ((FileStreamOffset) start).batch());
    if (chosen.isEmpty()) {
      return last < 0 ? null : new FileStreamOffset(last);
    }
    long batch = last + 1;
    List<FileStreamLog.Entry> entries =
        chosen.stream().map(file -> new FileStreamLog.Entry(file, batch)).toList();
    entries.forEach(this::remember);
    forgetOld();
    try {
      log.write(batch, entries, batches.values().stream().flatMap(List::stream).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (onlyThese != null) {
      Set<ListedFile> taken = new HashSet<>(chosen);
      onlyThese = onlyThese.stream().filter(file -> !taken.contains(file)).toList();
    }
    return new FileStreamOffset(batch);
  }

  /** New files, in the order in which they are to be read. */
  private List<ListedFile> unseen() {
    long oldest = oldestMillis();
    Comparator<ListedFile> byTime = Comparator.comparingLong(ListedFile::modifiedMillis);
    if (options.value(FileStreamOptions.LATEST_FIRST)) {
      byTime = byTime.reversed();
    }
    Map<String, ListedFile> found = new HashMap<>();
    for (ListedFile file : files.list()) {
      if (file.modifiedMillis() >= oldest && !seen.containsKey(key(file))) {
        found.putIfAbsent(key(file), file);
      }
    }
    return found.values().stream().sorted(byTime.thenComparing(ListedFile.ORDER)).toList();
  }

  /** Files modified before this time are passed over. */
  private long oldestMillis() {
    if (options.value(FileStreamOptions.LATEST_FIRST) && isLimited()) {
      return Long.MIN_VALUE;
    }
    return newestMillis - options.value(FileStreamOptions.MAX_FILE_AGE).toMillis();
  }

  private List<ListedFile> choose(List<ListedFile> candidates, ReadLimit limit) {
    int mostFiles = limit instanceof ReadMaxFiles most ? most.maxFiles() : Integer.MAX_VALUE;
    long mostBytes =
        limit instanceof ReadMaxFiles
            ? options.find(FileStreamOptions.MAX_BYTES_PER_TRIGGER).orElse(Long.MAX_VALUE)
            : Long.MAX_VALUE;
    List<ListedFile> chosen = new ArrayList<>();
    long bytes = 0;
    for (ListedFile file : candidates) {
      if (chosen.size() == mostFiles || bytes >= mostBytes) {
        break;
      }
      chosen.add(file);
      bytes += file.length();
    }
    return chosen;
  }

  /** Drops what no listing can show as new again and no restart can ask for. */
  private void forgetOld() {
    long oldest = oldestMillis();
    seen.values().removeIf(modified -> modified < oldest);
    batches
        .headMap(committed + 1)
        .values()
        .removeIf(
            entries -> entries.stream().allMatch(entry -> entry.file().modifiedMillis() < oldest));
  }

  @Override
  public InputPartition[] planInputPartitions(Offset start, Offset end) {
    List<ListedFile> chosen =
        batches
            .subMap(((FileStreamOffset) start).batch() + 1, ((FileStreamOffset) end).batch() + 1)
            .values()
            .stream()
            .flatMap(List::stream)
            .map(FileStreamLog.Entry::file)
            .sorted(ListedFile.ORDER)
            .toList();
    return chosen.isEmpty() ? new InputPartition[0] : files.plan(chosen);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return files.readers();
  }

  @Override
  public void commit(Offset end) {
    committed = ((FileStreamOffset) end).batch();
  }

  @Override
  public void stop() {}

  @Override
  public String toString() {
    return "stream of files, " + seen.size() + " seen";
  }
}
