package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * How the body of one HTTP/1.1 message is delimited, and how to carry it on without holding it.
 *
 * <p>Source: RFC 9112, section 6.3. Bytes are passed on exactly as they came.
 */
record BodyFrame(Kind kind, long length) {
  private static final int PIECE = 64 * 1024;

  enum Kind {
    NONE,
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE
  }

  /** Takes the pieces of a body in order. */
  interface Sink {
    /** Bytes of the body itself. */
    void payload(byte[] bytes, int length) throws IOException;

    /** Bytes that only delimit: chunk sizes, line ends, trailers. */
    void framing(byte[] bytes) throws IOException;
  }

  static BodyFrame ofRequest(HttpHead head) throws IOException {
    return ofHeaders(head, Kind.NONE);
  }

  static BodyFrame ofAnswer(HttpHead head, String method) throws IOException {
    int status = head.status();
    if (method.equals("HEAD") || status < 200 || status == 204 || status == 304) {
      return new BodyFrame(Kind.NONE, 0);
    }
    return ofHeaders(head, Kind.UNTIL_CLOSE);
  }

  private static BodyFrame ofHeaders(HttpHead head, Kind otherwise) throws IOException {
    if (head.has("transfer-encoding", "chunked")) {
      return new BodyFrame(Kind.CHUNKED, 0);
    }
    String length = head.headers().get("content-length");
    if (length == null) {
      return new BodyFrame(otherwise, 0);
    }
    try {
      return new BodyFrame(Kind.LENGTH, Long.parseLong(length));
    } catch (NumberFormatException e) {
      throw new IOException("Not a Content-Length: " + length, e);
    }
  }

  /** Reads the whole body from {@code in} and hands it on piece by piece. */
  void carry(InputStream in, Sink sink) throws IOException {
    switch (kind) {
      case NONE -> {}
      case LENGTH -> carryPayload(in, length, sink);
      case CHUNKED -> carryChunks(in, sink);
      case UNTIL_CLOSE -> carryUntilClose(in, sink);
    }
  }

  private static void carryChunks(InputStream in, Sink sink) throws IOException {
    while (true) {
      byte[] sizeLine = line(in);
      String size = new String(sizeLine, ISO_8859_1).split(";", 2)[0].trim();
      sink.framing(sizeLine);
      long chunk;
      try {
        chunk = Long.parseLong(size, 16);
      } catch (NumberFormatException e) {
        throw new IOException("Not a chunk size: " + size, e);
      }
      if (chunk == 0) {
        break;
      }
      carryPayload(in, chunk, sink);
      sink.framing(line(in));
    }
    byte[] trailer;
    do {
      trailer = line(in);
      sink.framing(trailer);
    } while (trailer.length > 2);
  }

  private static byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(32);
    if (!HttpHead.readLine(in, line)) {
      throw new EOFException("The peer closed the connection inside a chunked body");
    }
    return line.toByteArray();
  }

  private static void carryPayload(InputStream in, long length, Sink sink) throws IOException {
    byte[] piece = new byte[(int) Math.min(PIECE, length)];
    long left = length;
    while (left > 0) {
      int read = in.read(piece, 0, (int) Math.min(piece.length, left));
      if (read < 0) {
        throw new EOFException("The peer closed the connection " + left + " bytes early");
      }
      sink.payload(piece, read);
      left -= read;
    }
  }

  private static void carryUntilClose(InputStream in, Sink sink) throws IOException {
    byte[] piece = new byte[PIECE];
    int read = in.read(piece);
    while (read >= 0) {
      sink.payload(piece, read);
      read = in.read(piece);
    }
  }
}
