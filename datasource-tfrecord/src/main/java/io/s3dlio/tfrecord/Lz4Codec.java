package io.s3dlio.tfrecord;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;

/** LZ4 frames by lz4-java; loaded when asked for, since the library may be missing. */
final class Lz4Codec {

  private Lz4Codec() {}

  static InputStream decoder(InputStream in) throws IOException {
    return new LZ4FrameInputStream(in);
  }

  static OutputStream encoder(OutputStream out) throws IOException {
    return new LZ4FrameOutputStream(out);
  }
}
