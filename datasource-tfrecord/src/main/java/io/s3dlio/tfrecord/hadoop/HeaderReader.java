package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.spark.HadoopFiles;
import io.s3dlio.spark.HadoopObjectReader;
import io.s3dlio.spark.ListedFile;
import io.s3dlio.spark.ReadPattern;
import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A file as a walk over its headers wants it: on a store a short range is asked for exactly, so
 * that headers between large payloads cost few bytes, and a long one is read ahead. For one thread.
 */
public final class HeaderReader implements ObjectReader {

  /** Schemes whose files are near, so that a new range costs little. */
  private static final Set<String> NEAR = Set.of("file", "direct");

  private static final long NEAR_JUMP = 32 << 10;
  private static final long STORE_JUMP = 2 << 20;
  private static final long LONGEST_EXACT = 2 << 20;

  private final Configuration settings;
  private final ListedFile file;
  private final boolean isNear;
  private @Nullable HadoopObjectReader exact;
  private @Nullable HadoopObjectReader ahead;

  private HeaderReader(Configuration settings, ListedFile file, boolean isNear) {
    this.settings = settings;
    this.file = file;
    this.isNear = isNear;
  }

  /** A reader that opens the file with the first range. */
  public static HeaderReader open(Configuration settings, ListedFile file) throws IOException {
    String scheme = file.toPath().getFileSystem(settings).getUri().getScheme();
    return new HeaderReader(settings, file, NEAR.contains(scheme));
  }

  /** From how many bytes on it is better to jump than to read over them. */
  public long jumpBytes() {
    return isNear ? NEAR_JUMP : STORE_JUMP;
  }

  /** Bytes received so far. */
  public long bytesRead() {
    return (exact == null ? 0 : exact.bytesRead()) + (ahead == null ? 0 : ahead.bytesRead());
  }

  /** Calls of the FileSystem so far. */
  public long reads() {
    return (exact == null ? 0 : exact.reads()) + (ahead == null ? 0 : ahead.reads());
  }

  @Override
  public ObjectStat stat() {
    return ObjectStat.of(file.path(), file.length(), file.etag());
  }

  @Override
  public ReadableByteChannel get(ByteRange range) throws IOException {
    long length = Math.min(range.length(), Math.max(0, file.length() - range.offset()));
    if (isNear || range.fromEnd() || length > LONGEST_EXACT) {
      if (ahead == null) {
        ahead = open(ReadPattern.SEQUENTIAL);
      }
      return ahead.get(range);
    }
    return Channels.newChannel(new ByteArrayInputStream(bytes(range.offset(), (int) length)));
  }

  private byte[] bytes(long offset, int length) throws IOException {
    if (exact == null) {
      exact = open(ReadPattern.RANDOM);
    }
    byte[] bytes = new byte[length];
    exact.readFully(offset, ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** A header's own CRC proves it, so that no other file of checksums need be read. */
  private HadoopObjectReader open(ReadPattern pattern) throws IOException {
    return HadoopFiles.open(settings, file, pattern, HadoopFiles.Checksums.OF_FORMAT);
  }

  @Override
  public void close() throws IOException {
    try {
      close(exact);
    } finally {
      close(ahead);
    }
  }

  private static void close(@Nullable HadoopObjectReader reader) throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}
