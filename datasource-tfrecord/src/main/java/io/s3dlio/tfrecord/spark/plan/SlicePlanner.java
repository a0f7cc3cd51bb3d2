package io.s3dlio.tfrecord.spark.plan;

import io.s3dlio.spark.FilePacking;
import io.s3dlio.spark.ListedFile;
import io.s3dlio.spark.SourceFile;
import io.s3dlio.tfrecord.index.RecordIndex;
import io.s3dlio.tfrecord.spark.option.ParseMode;
import io.s3dlio.tfrecord.spark.option.TfRecordErrors;
import io.s3dlio.tfrecord.spark.read.ReadPlan;
import io.s3dlio.tfrecord.spark.read.RecordFiles;
import io.s3dlio.tfrecord.spark.read.RecordRanges;
import io.s3dlio.tfrecord.spark.read.RecordSlice;
import io.s3dlio.tfrecord.spark.read.RecordSlice.Cut;
import io.s3dlio.tfrecord.spark.read.RecordSlice.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which task reads which bytes. Files with an index are cut at borders of records, others
 * anywhere; not cut are compressed files, files whose records must be counted from the first one,
 * and, unless the job fails at the first damage, any file: what follows a lost border must not
 * depend on where somebody cut.
 */
final class SlicePlanner {

  /** Unwanted bytes between wanted records that are read along: cheaper than another request. */
  private static final long GAP = 64 << 10;

  /** Runs of one slice; so that picked records of one file are work for several tasks. */
  private static final int RUNS = 256;

  private final ReadPlan plan;
  private final FileIndexes indexes;
  private final FilePacking packing;
  private final boolean needsNumbers;

  SlicePlanner(ReadPlan plan, FileIndexes indexes, FilePacking packing) {
    this.plan = plan;
    this.indexes = indexes;
    this.packing = packing;
    needsNumbers = !plan.numbers().isAll() || plan.showsNumbers();
  }

  /** The slices of each task. */
  List<List<RecordSlice>> plan(List<SourceFile> files) {
    List<RecordSlice> slices =
        InParallel.map(files, this::slices).stream().flatMap(List::stream).toList();
    return packing.pack(slices, RecordSlice::bytes);
  }

  /**
   * The slices that hold some consecutive records of all files together, which all have indexes.
   *
   * @param from the first record, counted over all files
   * @param to the record after the last one
   */
  List<List<RecordSlice>> window(List<SourceFile> files, long from, long to) {
    List<RecordSlice> slices = new ArrayList<>();
    long before = 0;
    for (SourceFile source : files) {
      if (before >= to) {
        break;
      }
      long count = indexes.count(source.file());
      long first = Math.max(0, from - before);
      long end = Math.min(count, to - before);
      if (first < end) {
        RecordIndex index =
            indexes
                .read(source.file())
                .orElseThrow(
                    () -> TfRecordErrors.INDEX_MISSING.exception("file", source.file().path()));
        cut(index, source, first, end, slices);
      }
      before += count;
    }
    return packing.pack(slices, RecordSlice::bytes);
  }

  private List<RecordSlice> slices(SourceFile source) {
    ListedFile file = source.file();
    boolean picks = !plan.numbers().isAll() || !plan.offsets().isAll();
    boolean mayCut =
        plan.options().mode() == ParseMode.FAILFAST
            && !RecordFiles.isWhole(plan.options(), file.name());
    boolean isLarge = file.length() > packing.maxBytes();
    if (file.length() == 0 || plan.numbers().isEmpty() || plan.offsets().isEmpty()) {
      return List.of();
    }
    if (!mayCut || (!picks && !isLarge)) {
      return List.of(RecordSlice.whole(source));
    }
    Optional<RecordIndex> index = indexes.read(file);
    List<RecordSlice> slices = new ArrayList<>();
    if (index.isPresent() && picks) {
      picked(index.get(), source, slices);
    } else if (index.isPresent()) {
      cut(index.get(), source, 0, index.get().count(), slices);
    } else if (isLarge && !needsNumbers && mayCutAnywhere()) {
      cutAnywhere(source, slices);
    } else {
      slices.add(RecordSlice.whole(source));
    }
    return slices;
  }

  /**
   * Each task must see that it lands where the next one began. Who wants few records should not
   * read on for that, and to leave out the rest of a slice is to leave the next one unproved.
   */
  private boolean mayCutAnywhere() {
    return plan.options().splitWithoutIndex()
        && plan.limit() == Long.MAX_VALUE
        && !plan.options().ignoreCorruptFiles();
  }

  private void cutAnywhere(SourceFile source, List<RecordSlice> slices) {
    long length = source.file().length();
    for (long start = 0; start < length; start += packing.maxBytes()) {
      long end = Math.min(length, start + packing.maxBytes());
      Run run = new Run(start, end, start == 0 ? 0 : -1, -1);
      slices.add(new RecordSlice(source, Cut.ANYWHERE, List.of(run)));
    }
  }

  /** Records {@code first} to {@code end}, in slices of about the size of a task. */
  private void cut(
      RecordIndex index, SourceFile source, long first, long end, List<RecordSlice> slices) {
    long record = first;
    while (record < end) {
      long start = index.offset(record);
      long next = Math.min(end, index.firstFrom(start + packing.maxBytes()));
      if (next > record + 1 && index.offset(next) - start > packing.maxBytes()) {
        next--; // the record that straddles the size begins the next slice
      }
      next = Math.max(next, record + 1);
      Run run = new Run(start, index.offset(next), record, next - record);
      slices.add(new RecordSlice(source, Cut.INDEXED, List.of(run)));
      record = next;
    }
  }

  /** The runs of the records that can matter. */
  private void picked(RecordIndex index, SourceFile source, List<RecordSlice> slices) {
    List<Run> runs = new ArrayList<>();
    RecordRanges wanted = plan.numbers().and(numbers(index, plan.offsets()));
    for (int i = 0; i < wanted.size(); i++) {
      long from = wanted.from(i);
      long to = Math.min(wanted.to(i), index.count());
      if (from >= to) {
        continue;
      }
      long start = index.offset(from);
      long end = index.offset(to);
      Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      if (last != null && start - last.end() <= GAP) {
        long first = last.firstNumber();
        runs.set(runs.size() - 1, new Run(last.start(), end, first, to - first));
      } else {
        runs.add(new Run(start, end, from, to - from));
      }
    }
    for (int i = 0; i < runs.size(); ) {
      Run run = runs.get(i);
      if (run.end() - run.start() > packing.maxBytes()) {
        cut(index, source, run.firstNumber(), index.firstFrom(run.end()), slices);
        i++;
        continue;
      }
      int to = i + 1;
      while (to < runs.size()
          && to - i < RUNS
          && runs.get(to).end() - runs.get(to).start() <= packing.maxBytes()) {
        to++;
      }
      slices.add(new RecordSlice(source, Cut.INDEXED, List.copyOf(runs.subList(i, to))));
      i = to;
    }
  }

  /** The numbers of the records that begin at some offsets. */
  private static RecordRanges numbers(RecordIndex index, RecordRanges offsets) {
    if (offsets.isAll()) {
      return RecordRanges.ALL;
    }
    RecordRanges numbers = RecordRanges.NONE;
    for (int i = 0; i < offsets.size(); i++) {
      long from = index.firstFrom(offsets.from(i));
      long to = index.firstFrom(offsets.to(i));
      numbers = numbers.or(RecordRanges.between(from, to));
    }
    return numbers;
  }
}
