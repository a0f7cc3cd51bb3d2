package io.s3dlio.tfrecord;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.xerial.snappy.SnappyFramedOutputStream;

/** Snappy's framing format by snappy-java, whose classes are loaded when a stream is asked for. */
final class SnappyCodec {

  private static final byte[] MAGIC = {(byte) 0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'};

  private SnappyCodec() {}

  /** Whether a stream's identifier stands there; ten bytes must be there. */
  static boolean isMagic(byte[] bytes, int at) {
    return Arrays.equals(bytes, at, at + MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** Whether that is all that a chunk of type identifier holds. */
  static boolean isIdentifier(byte[] content, int length) {
    return Arrays.equals(content, 0, length, MAGIC, 4, MAGIC.length);
  }

  static InputStream decoder(InputStream in) {
    return new SnappyInput(in);
  }

  static OutputStream encoder(OutputStream out) throws IOException {
    return new SnappyFramedOutputStream(out);
  }
}
