package io.s3dlio.store.transfer;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bodies that streams keep open between two reads, each of which holds a connection: when there
 * are too many, the one open longest that nobody reads just now is given up, and its stream asks
 * again when it is read. So a program may hold any number of open files. Thread-safe.
 */
final class OpenBodies {

  private static final Logger log = LoggerFactory.getLogger(OpenBodies.class);

  private int most;
  // Whether there are more than may be kept: asked at every read, where a lock would cost too much.
  private volatile boolean crowded;
  private final Set<Slot> open = new LinkedHashSet<>();

  OpenBodies(int most) {
    this.most = most;
  }

  /** Keeps at most so many from now on; a limit that is lower already stays. */
  void limit(int most) {
    synchronized (open) {
      this.most = Math.min(this.most, most);
    }
  }

  /** A place for the body that a stream has just started; gives up others when needed. */
  Slot add() {
    Slot slot = new Slot();
    synchronized (open) {
      open.add(slot);
      crowded = open.size() > most;
    }
    makeRoom();
    return slot;
  }

  private void makeRoom() {
    while (crowded) {
      ReadableByteChannel surplus;
      synchronized (open) {
        surplus = open.size() > most ? takeOldestIdle() : null;
        crowded = open.size() > most;
      }
      if (surplus == null) {
        // The others are being read; whoever leaves one comes here again.
        return;
      }
      try {
        surplus.close();
      } catch (IOException e) {
        // Aborting a transfer that waits for nobody; its stream will ask again.
        log.debug("giving up a body failed", e);
      }
    }
  }

  private @Nullable ReadableByteChannel takeOldestIdle() {
    for (Iterator<Slot> oldest = open.iterator(); oldest.hasNext(); ) {
      ReadableByteChannel body = oldest.next().take();
      if (body != null) {
        oldest.remove();
        return body;
      }
    }
    return null;
  }

  /** The stream has closed its body. */
  void remove(Slot slot) {
    synchronized (open) {
      open.remove(slot);
      crowded = open.size() > most;
    }
  }

  /** Where one stream leaves its body while nobody reads. */
  final class Slot {

    private final AtomicReference<@Nullable ReadableByteChannel> idle = new AtomicReference<>();

    /** From now on the body may be given up. */
    void leave(ReadableByteChannel body) {
      idle.set(body);
      makeRoom();
    }

    /** The body, to be read or closed; null when it was given up or is taken. */
    @Nullable ReadableByteChannel take() {
      return idle.getAndSet(null);
    }
  }
}
