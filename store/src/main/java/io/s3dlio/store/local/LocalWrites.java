package io.s3dlio.store.local;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.local.FileOpener.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Writes whole files: to a hidden one first, which is then made the object. */
final class LocalWrites {

  private final LocalPaths paths;
  private final FileOpener files;
  private final TempFiles temps;

  LocalWrites(LocalPaths paths, FileOpener files, TempFiles temps) {
    this.paths = paths;
    this.files = files;
    this.temps = temps;
  }

  /** What is written into a hidden file. */
  private interface Body {
    void writeTo(Sink sink) throws IOException;
  }

  ObjectStat put(String key, ByteBuffer body, PutOptions options) throws IOException {
    checkCrc(key, body, options);
    return write(key, options.condition(), sink -> sink.writeWhole(body));
  }

  ObjectStat copy(ObjectReader source, String target, PutCondition condition) throws IOException {
    return write(target, condition, sink -> pour(source, sink));
  }

  /** Whoever deletes an empty directory may take a hidden file along: then we begin anew. */
  private ObjectStat write(String key, PutCondition condition, Body body) throws IOException {
    checkTarget(key, condition);
    for (int tries = 1; ; tries++) {
      String id = temps.create(key);
      try {
        try (Sink sink = files.sink(paths.hidden(key, id))) {
          body.writeTo(sink);
          temps.flush(sink);
        }
        return temps.publish(key, id, condition);
      } catch (NoSuchFileException e) {
        if (tries == TempFiles.MOST_TRIES) {
          throw e;
        }
      } finally {
        temps.discard(key, id);
      }
    }
  }

  private static void pour(ObjectReader source, Sink sink) throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(AlignedBuffers.SIZE + 4096).alignedSlice(4096);
    piece = piece.slice(0, AlignedBuffers.SIZE);
    long offset = 0;
    try (ReadableByteChannel channel = source.get(ByteRange.from(0))) {
      while (channel.read(piece.clear()) >= 0) {
        sink.write(offset, piece.flip());
        offset += piece.limit();
      }
    }
  }

  /** Refuses early what the publishing step would refuse after all bytes were written. */
  private void checkTarget(String key, PutCondition condition) throws IOException {
    Optional<FileFacts> facts = FileFacts.find(paths.resolve(key));
    if (facts.isPresent() && facts.get().isDirectory()) {
      throw new FileAlreadyExistsException(key, null, "it is a directory");
    }
    if (facts.isPresent() && condition instanceof PutCondition.IfAbsent) {
      throw new FileAlreadyExistsException(key, null, "it exists");
    }
  }

  private void checkCrc(String key, ByteBuffer body, PutOptions options) throws StoreException {
    if (options.crc32c().isPresent()) {
      CRC32C crc = new CRC32C();
      crc.update(body.duplicate());
      if ((int) crc.getValue() != options.crc32c().getAsInt()) {
        throw new StoreException("the body's CRC32C is not the one announced: " + paths.uri(key));
      }
    }
  }
}
