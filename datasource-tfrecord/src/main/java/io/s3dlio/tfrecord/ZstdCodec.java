package io.s3dlio.tfrecord;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Zstandard by zstd-jni; loaded when asked for, since the library may be missing. */
final class ZstdCodec {

  private ZstdCodec() {}

  static InputStream decoder(InputStream in) throws IOException {
    return new ZstdInputStreamNoFinalizer(in);
  }

  static OutputStream encoder(OutputStream out) throws IOException {
    return new ZstdOutputStreamNoFinalizer(out).setChecksum(true);
  }
}
