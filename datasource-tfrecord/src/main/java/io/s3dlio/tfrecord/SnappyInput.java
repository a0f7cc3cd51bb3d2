package io.s3dlio.tfrecord;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.xerial.snappy.Snappy;

/**
 * Snappy's framing format, by its description: an identifier, then chunks of at most 64 KiB, each
 * with the masked CRC-32C of what it holds. The library's own stream allocates what a chunk's
 * length says; here two buffers of fixed size serve every chunk.
 */
final class SnappyInput extends BlockInput {

  private static final int COMPRESSED = 0x00;
  private static final int UNCOMPRESSED = 0x01;
  private static final int LAST_UNSKIPPABLE = 0x7f;
  private static final int IDENTIFIER = 0xff;

  private static final int LARGEST = 1 << 16;
  private static final int CRC = 4;

  private final MaskedCrc32c crc = new MaskedCrc32c();
  private final byte[] chunk = new byte[CRC + Snappy.maxCompressedLength(LARGEST)];
  private boolean identified;

  SnappyInput(InputStream in) {
    super(in, new byte[LARGEST]);
  }

  @Override
  boolean decodeNext() throws IOException {
    int type = in.read();
    if (type >= 0) {
      next(type);
    }
    return type >= 0;
  }

  private void next(int type) throws IOException {
    int length = in.readNBytes(chunk, 0, 3);
    if (length < 3) {
      throw new EOFException("it ends inside a chunk's header");
    }
    length = (chunk[0] & 0xff) | (chunk[1] & 0xff) << 8 | (chunk[2] & 0xff) << 16;
    if (!identified && type != IDENTIFIER) {
      throw new IOException("no identifier at its beginning");
    }
    if (type > LAST_UNSKIPPABLE && type != IDENTIFIER) {
      skip(length, chunk);
      return;
    }
    if (type > UNCOMPRESSED && type != IDENTIFIER) {
      throw new IOException("a chunk of the unknown type " + type);
    }
    if (length > chunk.length || in.readNBytes(chunk, 0, length) < length) {
      throw new EOFException("a chunk of " + length + " bytes is cut off or too long");
    }
    if (type == IDENTIFIER) {
      identify(length);
    } else {
      decode(type, length - CRC);
    }
  }

  private void identify(int length) throws IOException {
    if (!SnappyCodec.isIdentifier(chunk, length)) {
      throw new IOException("the identifier differs");
    }
    identified = true;
  }

  private void decode(int type, int length) throws IOException {
    if (length < 0) {
      throw new IOException("a chunk without its CRC");
    }
    int size = length;
    if (type == COMPRESSED) {
      size = Snappy.uncompressedLength(chunk, CRC, length);
      checkSize(size);
      Snappy.uncompress(chunk, CRC, length, data, 0);
    } else {
      checkSize(size);
      System.arraycopy(chunk, CRC, data, 0, size);
    }
    if (crc.of(data, 0, size) != RecordHeader.crc(chunk, 0)) {
      throw new IOException("the CRC-32C of a chunk differs");
    }
    position = 0;
    limit = size;
  }

  private static void checkSize(int size) throws IOException {
    if (size < 0 || size > LARGEST) {
      throw new IOException("a chunk that holds " + size + " bytes");
    }
  }
}
