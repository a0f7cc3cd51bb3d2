package io.s3dlio.tfrecord;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** One zlib stream. The JDK's class frees the deflater only when its buffer is a small one. */
final class ZlibOutput extends DeflaterOutputStream {

  ZlibOutput(OutputStream out, int bufferBytes) {
    super(out, new Deflater(), bufferBytes);
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      def.end();
    }
  }
}
