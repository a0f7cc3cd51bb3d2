package io.s3dlio.store.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The open files of one reader or upload, each lent to one user at a time; thread-safe.
 *
 * <p>Users never share one: an interrupt closes the channel for whoever else uses it.
 */
final class OpenFiles<T extends Closeable> implements Closeable {

  /** Kept open between uses; while one is, its inode cannot become another file's. */
  private static final int MOST_IDLE = 4;

  private final Deque<T> idle = new ArrayDeque<>();
  private final Set<T> lent = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean closed;

  /** An idle one, or null when there is none. */
  synchronized @Nullable T borrow() throws ClosedChannelException {
    checkOpen();
    T file = idle.pollLast();
    if (file != null) {
      lent.add(file);
    }
    return file;
  }

  /** Takes one that its user just opened as lent to it. */
  T lend(T file) throws IOException {
    synchronized (this) {
      if (!closed) {
        lent.add(file);
        return file;
      }
    }
    file.close();
    throw new ClosedChannelException();
  }

  /** Back for the next user. */
  void giveBack(T file) throws IOException {
    synchronized (this) {
      if (lent.remove(file) && !closed && idle.size() < MOST_IDLE) {
        idle.addLast(file);
        return;
      }
    }
    file.close();
  }

  /** Back after a failure: nobody uses it again. */
  void discard(T file) throws IOException {
    synchronized (this) {
      lent.remove(file);
    }
    file.close();
  }

  synchronized void checkOpen() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  /** Closes all, also those that are lent: their users fail. */
  @Override
  public void close() throws IOException {
    Deque<T> all = new ArrayDeque<>();
    synchronized (this) {
      closed = true;
      all.addAll(idle);
      all.addAll(lent);
      idle.clear();
      lent.clear();
    }
    IOException failure = null;
    for (T file : all) {
      try {
        file.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
