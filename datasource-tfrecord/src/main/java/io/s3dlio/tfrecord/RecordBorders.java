package io.s3dlio.tfrecord;

import io.s3dlio.store.ObjectReader;
import java.io.IOException;

/**
 * Finds places in an uncompressed file where a record seems to begin, so that several tasks can
 * read one file without an index.
 *
 * <p><b>What a border is.</b> The file's end is one, and each offset at which a header stands whose
 * CRC is right, whose record fits into the file, and which leads on: hopping from header to header
 * over at least two records and 256 KiB, every header is right, too, or the file ends at one.
 * Offset 0 is a border in any case. So the border at or after a position is a pure function of the
 * file's bytes and that position, and tasks agree on it without a word.
 *
 * <p><b>Why no job returns wrong rows.</b> Payloads may imitate records (a record can hold a whole
 * TFRecord file), so a border need not be a true one. Let the splits of a file begin at the
 * positions 0 = p<sub>0</sub> &lt; p<sub>1</sub> &lt; ..., and let b<sub>i</sub> be the border at
 * or after p<sub>i</sub>, the last of them the file's end. The task of split i reads from
 * b<sub>i</sub> and succeeds only when one of its records ends exactly at b<sub>i+1</sub>.
 * b<sub>0</sub> = 0 is a true border. If b<sub>i</sub> is true, then the task reads true records,
 * and since one of them ends at b<sub>i+1</sub>, that is a true border as well. By induction every
 * split that was read holds true records, each record is in exactly one split, and none is missing.
 * The argument does not care how borders are guessed; guessing well only makes {@linkplain
 * SplitConflictException conflicts} rare. It does care that all splits are read: who stops early
 * must have read from offset 0.
 *
 * <p>For one thread. The reader stays the caller's.
 */
public final class RecordBorders {

  /** How far a chain of headers is followed, unless it has fewer than {@link #LEAST_HOPS}. */
  static final int NEAR = 1 << 18;

  private static final int LEAST_HOPS = 2;

  /** Looks at headers far away, after which a search gives up: crafted bytes cost no more. */
  private static final int MOST_LOOKS = 1000;

  private final String file;
  private final long fileLength;
  private final BorderWindow window;
  private final BorderWindow far;
  private final long impossibleBits;
  private int looks;

  private RecordBorders(ObjectReader reader, String file, long fileLength) {
    this.file = file;
    this.fileLength = fileLength;
    window = new BorderWindow(reader, fileLength, 2 * NEAR, 16 * NEAR);
    far = new BorderWindow(reader, fileLength, NEAR / 64, NEAR);
    impossibleBits = fileLength == 0 ? -1 : -Long.highestOneBit(fileLength) << 1;
  }

  /**
   * Borders of one file.
   *
   * @param file as the user named it
   * @param fileLength in bytes, the same for all tasks
   */
  public static RecordBorders of(ObjectReader reader, String file, long fileLength) {
    return new RecordBorders(reader, file, fileLength);
  }

  /**
   * What a task reads whose share of the file is {@code start} to {@code end}: the records that
   * begin there. The shares of a file's tasks must cover it without gaps.
   *
   * @throws SplitConflictException when the search met too much that looks like records
   */
  public RecordSplit split(long start, long end) throws IOException {
    if (start < 0 || end < start || end > fileLength) {
      throw new IllegalArgumentException(start + " to " + end + " of " + fileLength);
    }
    long begin = next(start);
    // The first border after start lies after end: it is end's as well.
    long last = begin >= end ? begin : next(end);
    return new RecordSplit(file, fileLength, begin, last);
  }

  /**
   * The border at or after a position; the file's length when there is none before it.
   *
   * @throws SplitConflictException when the search met too much that looks like records
   */
  public long next(long position) throws IOException {
    if (position == 0) {
      return 0;
    }
    looks = 0;
    long at = position;
    while (fileLength - at >= RecordHeader.FRAME) {
      at = candidate(at);
      if (at < fileLength && leadsOn(at)) {
        return at;
      }
      at++;
    }
    return fileLength;
  }

  /** The next offset with a header that is right, whether or not its record fits. */
  private long candidate(long from) throws IOException {
    long at = from;
    while (fileLength - at >= RecordHeader.FRAME) {
      // With what follows, so that chains of small records are followed in memory.
      int index = window.at(at, NEAR + RecordHeader.BYTES);
      int last = window.limit() - RecordHeader.BYTES;
      if (window.limitOffset() < fileLength) {
        last -= NEAR;
      }
      int found = scan(window.bytes(), index, last);
      at += found - index;
      if (found <= last) {
        return at;
      }
    }
    return fileLength;
  }

  /** The hot loop; most positions are refused by the length's high bits. */
  private int scan(byte[] bytes, int from, int last) {
    int i = from;
    while (i <= last) {
      if ((RecordHeader.length(bytes, i) & impossibleBits) == 0
          && RecordHeader.isRight(bytes, i)
          && !window.isDead(i)) {
        return i;
      }
      i++;
    }
    return i;
  }

  /**
   * Follows the chain. When it breaks, then so does that of each header on it, since those are
   * nearer to the break: they are marked, and no chain is followed twice.
   */
  private boolean leadsOn(long border) throws IOException {
    long at = border;
    for (int hops = 0; at < fileLength; hops++) {
      if (hops >= LEAST_HOPS && at - border >= NEAR) {
        break;
      }
      long length = lengthAt(at);
      if (length < 0 || length > fileLength - at - RecordHeader.FRAME) {
        window.killMarked();
        return false;
      }
      window.mark(at);
      at += length + RecordHeader.FRAME;
    }
    window.forgetMarked();
    return true;
  }

  /** The length of the record at an offset, or -1 when no header stands there. */
  private long lengthAt(long at) throws IOException {
    if (fileLength - at < RecordHeader.FRAME) {
      return -1;
    }
    BorderWindow where = window;
    int index = window.indexOf(at);
    if (index >= 0 && window.isDead(index)) {
      return -1;
    }
    if (index < 0) {
      where = far;
      index = far.indexOf(at);
    }
    if (index < 0) {
      if (++looks > MOST_LOOKS) {
        throw new SplitConflictException(
            file, at, fileLength, "no border was found among " + MOST_LOOKS + " guesses", null);
      }
      index = far.load(at);
    }
    return RecordHeader.isRight(where.bytes(), index)
        ? RecordHeader.length(where.bytes(), index)
        : -1;
  }
}
