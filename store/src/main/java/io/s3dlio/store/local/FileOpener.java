package io.s3dlio.store.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** How bytes go between files and memory: through the page cache, or past it. Thread-safe. */
interface FileOpener {

  /** Opens a file for reading. */
  Source source(Path path) throws IOException;

  /** Opens a file that exists for writing. */
  Sink sink(Path path) throws IOException;

  /** An open file to read from; for one user at a time. */
  interface Source extends Closeable {

    /**
     * Reads at {@code position}, not past {@code end}.
     *
     * @return bytes read, at least 1 when the target has room; -1 at the file's end
     */
    int read(long position, long end, ByteBuffer target) throws IOException;

    /** Lets go of memory until the next read. */
    void rest();
  }

  /** An open file to write to; for one user at a time. */
  interface Sink extends Closeable {

    /** Writes all remaining bytes at {@code offset}; leaves position and limit as they were. */
    void write(long offset, ByteBuffer body) throws IOException;

    /** Writes the whole file, from its start to its end. */
    void writeWhole(ByteBuffer body) throws IOException;

    /** Cuts off what lies beyond {@code size} bytes. */
    void truncate(long size) throws IOException;

    /** Waits until the disk has it. */
    void force() throws IOException;
  }
}
