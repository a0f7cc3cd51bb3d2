package io.s3dlio.fs;

import io.s3dlio.store.ByteRange;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.statistics.StreamStatisticNames;

/**
 * The input stream for Hadoop 3.4.1 and later: it adds vectored reads, in parallel and straight
 * into the caller's memory.
 *
 * <p>Near ranges share one buffer, as the capability {@code fs.capability.vectoredio.sliced} says.
 */
public final class StoreInputStream34 extends StoreInputStream {

  StoreInputStream34(Parts parts) {
    super(parts);
  }

  @Override
  public void readVectored(List<? extends FileRange> ranges, IntFunction<ByteBuffer> allocate)
      throws IOException {
    readVectored(ranges, allocate, unused -> {});
  }

  /**
   * Starts reading ranges and gives each its future at once; every argument is checked before
   * anything is sent.
   *
   * @param ranges any order, not overlapping; offsets and lengths in bytes
   * @param allocate called on the engine's threads
   * @param release gets every buffer that no range received, because its read failed
   * @throws EOFException for a range that begins below 0 or ends past the file's end
   * @throws IllegalArgumentException for a negative length or ranges that overlap
   */
  @Override
  public void readVectored(
      List<? extends FileRange> ranges,
      IntFunction<ByteBuffer> allocate,
      Consumer<ByteBuffer> release)
      throws IOException {
    checkOpen();
    Objects.requireNonNull(ranges, "ranges");
    Objects.requireNonNull(allocate, "allocate");
    Objects.requireNonNull(release, "release");
    validate(ranges);
    if (!isBeneathChecksums()) {
      requireDisjoint(ranges);
    }
    count(StreamStatisticNames.STREAM_READ_VECTORED_OPERATIONS);
    List<FileRange> asked = new ArrayList<>();
    List<ByteRange> wanted = new ArrayList<>();
    for (FileRange range : ranges) {
      if (range.getLength() == 0) {
        range.setData(CompletableFuture.completedFuture(allocate.apply(0)));
      } else {
        asked.add(range);
        wanted.add(ByteRange.of(range.getOffset(), range.getLength()));
      }
    }
    for (List<Integer> layer : DisjointLayers.of(wanted)) {
      var answers = ranges().read(layer.stream().map(wanted::get).toList(), allocate, release);
      for (int i = 0; i < layer.size(); i++) {
        asked.get(layer.get(i)).setData(answers.get(i).handle(this::deliver));
      }
    }
  }

  private void validate(List<? extends FileRange> ranges) throws EOFException {
    for (FileRange range : ranges) {
      Objects.requireNonNull(range, "range");
      if (range.getLength() < 0) {
        throw new IllegalArgumentException("negative length: " + range + " of " + path());
      }
      if (range.getOffset() < 0) {
        throw new EOFException("negative offset: " + range + " of " + path());
      }
      if (range.getOffset() > size() - range.getLength()) {
        throw new EOFException(range + " ends past the " + size() + " bytes of " + path());
      }
    }
  }

  private void requireDisjoint(List<? extends FileRange> ranges) {
    List<? extends FileRange> sorted =
        ranges.stream().sorted(Comparator.comparingLong(FileRange::getOffset)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      FileRange before = sorted.get(i - 1);
      if (before.getOffset() + before.getLength() > sorted.get(i).getOffset()) {
        throw new IllegalArgumentException(
            "ranges overlap: " + before + " and " + sorted.get(i) + " of " + path());
      }
    }
  }

  @Override
  public boolean hasCapability(String capability) {
    return switch (capability.toLowerCase(Locale.ENGLISH)) {
      case StreamCapabilities.VECTOREDIO,
          StreamCapabilities.VECTOREDIO_BUFFERS_SLICED,
          StreamCapabilities.IOSTATISTICS_CONTEXT ->
          true;
      default -> super.hasCapability(capability);
    };
  }
}
