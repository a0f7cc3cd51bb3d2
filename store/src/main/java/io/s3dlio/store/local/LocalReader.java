package io.s3dlio.store.local;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.Keys;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.local.FileOpener.Source;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one inode: whatever is appended to it is read too, a file that takes its place is not.
 *
 * <p>Each range asks once what stands at the path; the file itself stays open between ranges.
 */
final class LocalReader implements ObjectReader {

  /** How often a file may be replaced between two looks before we give up. */
  private static final int MOST_LOOKS = 100;

  private final LocalStore store;
  private final String key;
  private final Path path;
  private final ReadHints hints;
  private final OpenFiles<Source> sources = new OpenFiles<>();

  /** What the first look found; null before it. */
  private @Nullable FileFacts pinned;

  LocalReader(LocalStore store, String key, Path path, ReadHints hints) {
    this.store = store;
    this.key = key;
    this.path = path;
    this.hints = hints;
  }

  @Override
  public synchronized ObjectStat stat() throws IOException {
    if (pinned != null) {
      return pinned.stat(key);
    }
    if (hints.size().isPresent() && hints.etag().isPresent()) {
      return ObjectStat.of(key, hints.size().getAsLong(), hints.etag().get());
    }
    return store.call("stat", key, () -> pin(facts()).stat(key));
  }

  @Override
  public ReadableByteChannel get(ByteRange range) throws IOException {
    if (range.length() == 0) {
      sources.checkOpen();
      return new Body(0, 0, null);
    }
    return store.call("get", key, () -> start(range));
  }

  @Override
  public void close() throws IOException {
    store.forget(this);
    sources.close();
  }

  private ReadableByteChannel start(ByteRange range) throws IOException {
    Source source = sources.borrow();
    try {
      FileFacts facts;
      if (source == null && !Keys.isMarker(key)) {
        Opened opened = openPinned();
        source = opened.source();
        facts = opened.facts();
      } else {
        facts = pin(facts());
      }
      long start = range.fromEnd() ? Math.max(0, facts.size() - range.length()) : range.offset();
      if (start > facts.size()) {
        throw new EOFException(
            store.uri(key) + " has " + facts.size() + " bytes, the range is " + range);
      }
      Body body = new Body(start, end(range, start, facts.size()), source);
      source = null;
      return body;
    } finally {
      if (source != null) {
        sources.giveBack(source);
      }
    }
  }

  private static long end(ByteRange range, long start, long size) {
    return range.fromEnd() ? size : start + Math.min(range.length(), size - start);
  }

  /** An open file, and what was seen of it when it was opened. */
  private record Opened(Source source, FileFacts facts) {}

  /** Opens the file of the pinned inode; the looks before and after tell which one was opened. */
  private Opened openPinned() throws IOException {
    for (int i = 0; i < MOST_LOOKS; i++) {
      FileFacts before = facts();
      Source source = sources.lend(store.files().source(path));
      boolean known = false;
      try {
        FileFacts after = facts();
        if (after.isSameFileAs(before)) {
          pin(after);
          known = true;
          return new Opened(source, after);
        }
      } finally {
        if (!known) {
          sources.discard(source);
        }
      }
    }
    throw changed();
  }

  /** Accepts the inode this reader is for, which the first one accepted becomes. */
  private synchronized FileFacts pin(FileFacts facts) throws IOException {
    if (pinned == null) {
      if (hints.etag().isPresent() && !facts.isInodeOf(hints.etag().get())) {
        throw changed();
      }
      if (hints.size().isPresent() && hints.size().getAsLong() > facts.size()) {
        throw new ObjectChangedException(
            String.format(
                "%s has %d bytes, expected %d",
                store.uri(key), facts.size(), hints.size().getAsLong()));
      }
      pinned = facts;
    } else if (!facts.isSameFileAs(pinned)) {
      throw changed();
    }
    return facts;
  }

  private FileFacts facts() throws IOException {
    Optional<FileFacts> facts = FileFacts.find(path);
    if (facts.isEmpty() || !LocalStore.isObject(key, facts.get())) {
      throw new FileNotFoundException("no such object: " + store.uri(key));
    }
    return facts.get();
  }

  private ObjectChangedException changed() {
    return new ObjectChangedException(
        store.uri(key) + " was replaced by another file while it was read");
  }

  /** The bytes of one range; holds an open file of its own until it is closed. */
  private final class Body implements ReadableByteChannel {

    private final long end;
    private @Nullable Source source;
    private long position;
    private boolean failed;
    private boolean open = true;

    Body(long position, long end, @Nullable Source source) {
      this.position = position;
      this.end = end;
      this.source = source;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      sources.checkOpen();
      Source from = source;
      if (!open) {
        throw new ClosedChannelException();
      }
      if (position == end || from == null) {
        return -1;
      }
      failed = true;
      int count = store.call("read", key, () -> from.read(position, end, target));
      failed = false;
      if (count < 0) {
        throw new ObjectChangedException(
            store.uri(key) + " became shorter while it was read: it ends before byte " + end);
      }
      position += count;
      return count;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() throws IOException {
      open = false;
      Source from = source;
      source = null;
      if (from != null) {
        from.rest();
        if (failed) {
          sources.discard(from);
        } else {
          sources.giveBack(from);
        }
      }
    }
  }
}
