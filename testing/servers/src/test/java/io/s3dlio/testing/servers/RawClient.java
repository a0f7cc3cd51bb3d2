package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;

/** One TCP connection of a test: sends bytes as they are, and reads to the very end. */
final class RawClient implements AutoCloseable {
  private final Socket socket;

  RawClient(URI endpoint) throws IOException {
    socket = new Socket(endpoint.getHost(), endpoint.getPort());
    socket.setSoTimeout(20_000);
  }

  /** What came before the end, and the error that was the end, if it was not a clean one. */
  record Received(String text, Optional<IOException> error) {
    String body() {
      int empty = text.indexOf("\r\n\r\n");
      return empty < 0 ? "" : text.substring(empty + 4);
    }
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return this;
  }

  /** Up to and with the next empty line. */
  String readHead() throws IOException {
    return new String(HttpHead.read(socket.getInputStream()).orElseThrow().bytes(), ISO_8859_1);
  }

  String read(int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), ISO_8859_1);
  }

  Received readToEnd() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Optional<IOException> error = Optional.empty();
    try {
      int value = socket.getInputStream().read();
      while (value >= 0) {
        bytes.write(value);
        value = socket.getInputStream().read();
      }
    } catch (IOException e) {
      error = Optional.of(e);
    }
    return new Received(bytes.toString(ISO_8859_1), error);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
