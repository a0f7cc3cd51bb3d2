package io.s3dlio.store.transfer;

import io.s3dlio.store.ByteRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How ranges of one object are read: which are read together, and how what is large is cut.
 *
 * <p>A pure function of ranges and sizes. Near neighbours become one run as long as it fits a
 * chunk: beyond that a merged run would be cut again and save no request. So a run is several
 * ranges in one chunk, or one range in one or more chunks.
 *
 * @param runs ascending, without overlap; every range of at least one byte is in exactly one
 */
record RangePlan(List<Run> runs) {

  // Chunks of one range meet at page boundaries of the object, so that O_DIRECT reads land in
  // place.
  private static final long PAGE = 4096;

  // What the largest arrays of usual JVMs hold.
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  RangePlan {
    runs = List.copyOf(runs);
  }

  /**
   * Bytes that are read together.
   *
   * @param offset in the object
   * @param length in bytes, at least 1
   * @param chunks ascending, without gap or overlap, covering the run
   */
  record Run(long offset, int length, List<Member> members, List<Chunk> chunks) {
    Run {
      members = List.copyOf(members);
      chunks = List.copyOf(chunks);
    }
  }

  /**
   * One range as asked for.
   *
   * @param index in the list given
   * @param offset within its run
   */
  record Member(int index, int offset, int length) {
    int end() {
      return offset + length;
    }
  }

  /**
   * What one request reads.
   *
   * @param offset within its run
   */
  record Chunk(int offset, int length) {}

  private record Wanted(int index, ByteRange range) {}

  /**
   * Sorts, checks, merges and cuts.
   *
   * @param mergeGap ranges that lie no further apart are neighbours, in bytes
   * @param chunkSize most bytes of one request
   * @throws IllegalArgumentException for ranges that overlap, are counted from the end, or are
   *     longer than a buffer
   */
  static RangePlan of(List<ByteRange> ranges, long mergeGap, int chunkSize) {
    List<Wanted> sorted = sorted(ranges);
    List<Run> runs = new ArrayList<>();
    int first = 0;
    while (first < sorted.size()) {
      long offset = sorted.get(first).range().offset();
      long end = sorted.get(first).range().end();
      int next = first + 1;
      while (next < sorted.size()
          && joins(sorted.get(next).range(), offset, end, mergeGap, chunkSize)) {
        end = sorted.get(next).range().end();
        next++;
      }
      runs.add(run(sorted.subList(first, next), offset, Math.toIntExact(end - offset), chunkSize));
      first = next;
    }
    return new RangePlan(runs);
  }

  /** Cuts {@code length} bytes at {@code position} of the object into nearly equal chunks. */
  static List<Chunk> cut(long position, int length, int chunkSize) {
    if (length <= chunkSize) {
      return List.of(new Chunk(0, length));
    }
    // Equal ones end at the same time; a full one and a small rest would not.
    long count = (length + chunkSize - 1L) / chunkSize;
    boolean aligned = (length + count - 1) / count + PAGE <= chunkSize;
    List<Chunk> chunks = new ArrayList<>((int) count);
    int start = 0;
    for (long i = 1; i <= count; i++) {
      long end = length * i / count;
      if (aligned && i < count) {
        end = ((position + end) & -PAGE) - position;
      }
      chunks.add(new Chunk(start, (int) end - start));
      start = (int) end;
    }
    return chunks;
  }

  private static List<Wanted> sorted(List<ByteRange> ranges) {
    List<Wanted> wanted = new ArrayList<>(ranges.size());
    for (int i = 0; i < ranges.size(); i++) {
      ByteRange range = ranges.get(i);
      if (range.fromEnd() || range.length() > LONGEST) {
        throw new IllegalArgumentException(
            "cannot be read into one buffer: " + range + ", at most " + LONGEST + " bytes");
      }
      if (range.length() > 0) {
        wanted.add(new Wanted(i, range));
      }
    }
    wanted.sort(Comparator.comparingLong(w -> w.range().offset()));
    for (int i = 1; i < wanted.size(); i++) {
      ByteRange before = wanted.get(i - 1).range();
      ByteRange range = wanted.get(i).range();
      if (range.offset() < before.end()) {
        throw new IllegalArgumentException("ranges overlap: " + before + " and " + range);
      }
    }
    return wanted;
  }

  private static boolean joins(
      ByteRange range, long offset, long end, long mergeGap, int chunkSize) {
    return range.offset() - end <= mergeGap && range.end() - offset <= chunkSize;
  }

  private static Run run(List<Wanted> wanted, long offset, int length, int chunkSize) {
    List<Member> members = new ArrayList<>(wanted.size());
    for (Wanted one : wanted) {
      ByteRange range = one.range();
      members.add(new Member(one.index(), (int) (range.offset() - offset), (int) range.length()));
    }
    return new Run(offset, length, members, cut(offset, length, chunkSize));
  }
}
