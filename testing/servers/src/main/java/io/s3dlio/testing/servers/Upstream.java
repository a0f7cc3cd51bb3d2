package io.s3dlio.testing.servers;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** The relay's own connection to the server behind it. Belongs to one thread. */
final class Upstream {
  private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int BUFFER = 64 * 1024;

  private final ConnectionServer.Connection owner;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private long lastUseNanos = System.nanoTime();

  private Upstream(ConnectionServer.Connection owner, Socket socket) throws IOException {
    this.owner = owner;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
  }

  static Upstream connect(ConnectionServer.Connection owner, URI target) throws IOException {
    return new Upstream(owner, owner.connectTo(target));
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  void used() {
    lastUseNanos = System.nanoTime();
  }

  /** Whether the server may have closed this connection for being idle. */
  boolean stale() {
    return System.nanoTime() - lastUseNanos > STALE_NANOS;
  }

  /** Waits a bounded time for the first byte of an answer and leaves it to be read. */
  boolean answersWithin(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      in.mark(1);
      int first = in.read();
      in.reset();
      return first >= 0;
    } catch (SocketTimeoutException e) {
      return false;
    } finally {
      socket.setSoTimeout(0);
    }
  }

  void close() {
    owner.release(socket);
  }
}
