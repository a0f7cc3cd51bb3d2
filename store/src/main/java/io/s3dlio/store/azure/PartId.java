package io.s3dlio.store.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.s3dlio.store.WriteId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Names of parts, which "Put Block" wants in base 64 and all of one length: the upload's id, so
 * that no two uploads of a key share one; the part's number; and a checksum, so that a part sent
 * again has its old name and other bytes never have.
 */
final class PartId {

  private static final int UPLOAD_BYTES = 16;
  private static final int BYTES = UPLOAD_BYTES + 2 * Integer.BYTES;

  private PartId() {}

  /** A new id for an upload: 32 hexadecimal digits. */
  static String newUpload() {
    return WriteId.random().value();
  }

  static String of(String upload, int number, int crc32c) {
    ByteBuffer id = ByteBuffer.allocate(BYTES);
    id.put(HexFormat.of().parseHex(upload)).putInt(number).putInt(crc32c);
    return Base64.getEncoder().encodeToString(id.array());
  }

  /** Whether a text is the id of this part in this upload, whatever its bytes. */
  static boolean isOf(String upload, int number, String id) {
    String any = of(upload, number, 0);
    // 20 bytes are 26 whole characters of base 64, and 4 bits of the next.
    return id.length() == any.length() && id.startsWith(any.substring(0, 26));
  }

  /** CRC32C of the remaining bytes; the buffer is left as it was. */
  static int crc32c(ByteBuffer body) {
    CRC32C crc = new CRC32C();
    crc.update(body.duplicate());
    return (int) crc.getValue();
  }

  static int crc32c(String text) {
    return crc32c(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }
}
