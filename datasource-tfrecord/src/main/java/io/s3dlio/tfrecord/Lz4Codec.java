package io.s3dlio.tfrecord;

import java.io.IOException;
import java.io.OutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;

/** LZ4 frames written by lz4-java; loaded when asked for, since the library may be missing. */
final class Lz4Codec {

  private Lz4Codec() {}

  static OutputStream encoder(OutputStream out) throws IOException {
    return new LZ4FrameOutputStream(out);
  }
}
