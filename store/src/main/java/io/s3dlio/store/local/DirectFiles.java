package io.s3dlio.store.local;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes past the page cache (O_DIRECT): in whole blocks of the file system, from and to
 * aligned memory; where the file system refuses that, through the page cache, with one warning.
 */
final class DirectFiles implements FileOpener {

  private static final Logger LOG = LoggerFactory.getLogger(DirectFiles.class);

  private final OpenOption direct;
  private final BufferedFiles buffered = new BufferedFiles();
  private final AlignedBuffers buffers = new AlignedBuffers();
  private final ConcurrentMap<Long, Integer> blockSizes = new ConcurrentHashMap<>();
  private final AtomicBoolean warned = new AtomicBoolean();
  private final LongAdder directReads = new LongAdder();
  private final LongAdder directWrites = new LongAdder();

  DirectFiles() {
    this(ExtendedOpenOption.DIRECT);
  }

  /** With the option that asks for O_DIRECT; another one is refused as some file systems do. */
  DirectFiles(OpenOption direct) {
    this.direct = direct;
  }

  /** What is wrong besides O_DIRECT being refused, the buffered way says. */
  @Override
  public Source source(Path path) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(path, StandardOpenOption.READ, direct);
    } catch (IOException | UnsupportedOperationException e) {
      Source fallback = buffered.source(path);
      warnOnce(path, e);
      return fallback;
    }
    try {
      return new DirectSource(channel, blockSize(path), buffers, directReads);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public Sink sink(Path path) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(path, StandardOpenOption.WRITE, direct);
    } catch (IOException | UnsupportedOperationException e) {
      Sink fallback = buffered.sink(path);
      warnOnce(path, e);
      return fallback;
    }
    try {
      FileChannel edges = FileChannel.open(path, StandardOpenOption.WRITE);
      return new DirectSink(channel, edges, blockSize(path), buffers, directWrites);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Reads that bypassed the page cache. */
  long directReads() {
    return directReads.sum();
  }

  /** Writes that bypassed the page cache. */
  long directWrites() {
    return directWrites.sum();
  }

  private void warnOnce(Path path, Exception refusal) {
    if (warned.compareAndSet(false, true)) {
      LOG.warn(
          "No O_DIRECT for {} ({}): this store goes through the page cache where its file system"
              + " refuses it. Use file:// there, or put the data on a file system that has it"
              + " (ext4, xfs). Said once per store.",
          path,
          refusal.getMessage());
    }
  }

  /** Asked once per device: the JDK reads the mount table for it. */
  private int blockSize(Path path) throws IOException {
    Long device = (Long) Objects.requireNonNull(Files.getAttribute(path, "unix:dev"));
    Integer known = blockSizes.get(device);
    if (known == null) {
      known = Math.toIntExact(Files.getFileStore(path).getBlockSize());
      blockSizes.put(device, known);
    }
    return known;
  }
}
