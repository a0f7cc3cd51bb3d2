package io.s3dlio.testing.servers;

import java.net.URI;

/**
 * A running storage server on loopback that belongs to the test that started it.
 *
 * <p>Thread-safe. Closing stops the server and removes its data; closing twice is fine.
 */
public interface TestServer extends AutoCloseable {

  /** A short name for reports, for example {@code s3proxy}. */
  String name();

  /** Scheme, host and port, and a path when the service lies below one. */
  URI endpoint();

  @Override
  void close();
}
