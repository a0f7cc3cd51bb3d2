package io.s3dlio.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loopback listener that serves each connection on a thread of its own.
 *
 * <p>Threads are daemons and at most {@link #MOST_CONNECTIONS}; later clients wait in the backlog.
 */
final class ConnectionServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionServer.class);
  private static final int MOST_CONNECTIONS = 512;
  private static final int BACKLOG = 512;
  private static final long CLOSE_SECONDS = 10;

  /** Serves one connection until it ends. */
  interface Handler {
    void serve(Connection connection) throws IOException;
  }

  /** One client and whatever sockets were opened for it; all end with it. */
  static final class Connection {
    private final Socket client;
    private final int number;
    private final Set<Socket> open;

    private Connection(Socket client, int number, Set<Socket> open) {
      this.client = client;
      this.number = number;
      this.open = open;
    }

    Socket client() {
      return client;
    }

    /** Counts from 1 in the order of accepting. */
    int number() {
      return number;
    }

    /** A socket that dies when the server closes, so that no thread waits on it forever. */
    Socket connectTo(URI target) throws IOException {
      Socket socket = new Socket(target.getHost(), target.getPort());
      open.add(socket);
      socket.setTcpNoDelay(true);
      return socket;
    }

    void release(Socket socket) {
      open.remove(socket);
      closeQuietly(socket);
    }
  }

  private final ServerSocket listener;
  private final Optional<SSLContext> tls;
  private final Handler handler;
  private final ExecutorService threads;
  private final Semaphore permits = new Semaphore(MOST_CONNECTIONS);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile boolean closed;

  private ConnectionServer(
      ServerSocket listener, String name, Optional<SSLContext> tls, Handler handler) {
    this.listener = listener;
    this.tls = tls;
    this.handler = handler;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  static ConnectionServer start(String name, Optional<SSLContext> tls, Handler handler) {
    try {
      ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      ConnectionServer server = new ConnectionServer(listener, name, tls, handler);
      server.threads.execute(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on 127.0.0.1", e);
    }
  }

  URI endpoint() {
    return URI.create(
        (tls.isPresent() ? "https" : "http") + "://127.0.0.1:" + listener.getLocalPort());
  }

  private void accept() {
    while (!closed) {
      try {
        permits.acquire();
        Socket client = listener.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (RejectedExecutionException e) {
        // Closing has begun; it also ends the socket.
        return;
      } catch (IOException e) {
        permits.release();
        if (!closed) {
          LOG.warn("Accepting a connection failed", e);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try {
      client.setTcpNoDelay(true);
      handler.serve(new Connection(secured(client), accepted.incrementAndGet(), open));
    } catch (IOException e) {
      // Peers that go away are daily life here; tests judge by what the client saw.
      LOG.debug("A connection ended early", e);
    } finally {
      open.remove(client);
      closeQuietly(client);
      permits.release();
    }
  }

  private Socket secured(Socket client) throws IOException {
    if (tls.isEmpty()) {
      return client;
    }
    SSLSocket secured =
        (SSLSocket)
            tls.get()
                .getSocketFactory()
                .createSocket(client, "127.0.0.1", client.getPort(), /* autoClose= */ true);
    secured.setUseClientMode(false);
    return secured;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("Closing a socket failed", e);
    }
  }

  /** Ends every connection and waits for the threads. */
  @Override
  public void close() {
    closed = true;
    try {
      listener.close();
    } catch (IOException e) {
      LOG.debug("Closing the listener failed", e);
    }
    threads.shutdownNow();
    boolean ended = false;
    try {
      for (long waited = 0; waited < CLOSE_SECONDS * 10 && !ended; waited++) {
        // Again and again: a connection may have been on its way in.
        open.forEach(ConnectionServer::closeQuietly);
        ended = threads.awaitTermination(100, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!ended) {
      throw new IllegalStateException("Threads of a test server did not end");
    }
  }
}
