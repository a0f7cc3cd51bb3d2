package io.s3dlio.testing.servers.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Bytes that never change, in pieces that objects share: composing and copying move nothing. */
final class Content {
  static final Content EMPTY = new Content(List.of());

  /** Never read themselves but through duplicates, so their positions stay. */
  private final List<ByteBuffer> pieces;

  private final long length;

  // Computed when first asked for; two threads may do so at once and find the same.
  private volatile @Nullable String crc32c;
  private volatile @Nullable String md5;

  private Content(List<ByteBuffer> pieces) {
    this.pieces = List.copyOf(pieces);
    this.length = pieces.stream().mapToLong(ByteBuffer::remaining).sum();
  }

  /** Of an array that nobody changes any more. */
  static Content of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** Of a part of an array that nobody changes any more. */
  static Content of(byte[] bytes, int offset, int length) {
    return length == 0 ? EMPTY : new Content(List.of(ByteBuffer.wrap(bytes, offset, length)));
  }

  static Content of(String text) {
    return of(text.getBytes(UTF_8));
  }

  static Content join(List<Content> contents) {
    return new Content(contents.stream().flatMap(content -> content.pieces.stream()).toList());
  }

  long length() {
    return length;
  }

  /** The bytes from {@code from} to before {@code to}, both within this content. */
  Content slice(long from, long to) {
    List<ByteBuffer> chosen = new ArrayList<>();
    long start = 0;
    for (ByteBuffer piece : pieces) {
      int length = piece.remaining();
      int first = (int) Math.max(0, Math.min(length, from - start));
      int last = (int) Math.max(0, Math.min(length, to - start));
      if (first < last) {
        chosen.add(piece.slice(piece.position() + first, last - first));
      }
      start += length;
    }
    return new Content(chosen);
  }

  void writeTo(OutputStream out) throws IOException {
    for (ByteBuffer piece : pieces) {
      out.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
    }
  }

  byte[] toByteArray() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(length));
      writeTo(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    return new String(toByteArray(), UTF_8);
  }

  /** In Google's form: base64 of the big-endian number ("Objects", field crc32c). */
  String crc32c() {
    String known = crc32c;
    if (known == null) {
      CRC32C sum = new CRC32C();
      pieces.forEach(piece -> sum.update(piece.duplicate()));
      known =
          Base64.getEncoder()
              .encodeToString(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
      crc32c = known;
    }
    return known;
  }

  /** In Google's form: base64 ("Objects", field md5Hash). */
  String md5() {
    String known = md5;
    if (known == null) {
      try {
        MessageDigest sum = MessageDigest.getInstance("MD5");
        pieces.forEach(piece -> sum.update(piece.duplicate()));
        known = Base64.getEncoder().encodeToString(sum.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every JDK has MD5", e);
      }
      md5 = known;
    }
    return known;
  }
}
