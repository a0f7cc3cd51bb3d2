package io.s3dlio.fs;

import io.s3dlio.store.transfer.PartWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSExceptionMessages;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.apache.hadoop.fs.statistics.StreamStatisticNames;
import org.apache.hadoop.fs.statistics.impl.IOStatisticsStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file being written: invisible until {@link #close()} has returned, and never visible when any
 * write failed or {@link #abort()} was called.
 *
 * <p>For one thread at a time. After a failure every further write and close throws.
 */
public final class StoreOutputStream extends OutputStream
    implements StreamCapabilities, Abortable, Syncable, IOStatisticsSource {

  private static final Logger LOG = LoggerFactory.getLogger(StoreOutputStream.class);

  private final Path path;
  private final PartWriter writer;
  private final Sync sync;
  private final Runnable published;
  private final Consumer<IOStatistics> finished;
  private final IOStatisticsStore statistics = HadoopStatistics.forStream();
  private final byte[] single = new byte[1];
  private @Nullable IOException failed;
  private boolean closed;

  /** Answers hflush and hsync, which such a store cannot do. */
  @FunctionalInterface
  interface Sync {

    /**
     * Warns or refuses.
     *
     * @throws UnsupportedOperationException when such calls shall fail
     */
    void asked(Path path, String call);
  }

  /**
   * @param writer closed by this stream
   * @param published runs once the file is visible
   * @param finished told the stream's counters once, at its end
   */
  StoreOutputStream(
      Path path,
      PartWriter writer,
      Sync sync,
      Runnable published,
      Consumer<IOStatistics> finished) {
    this.path = path;
    this.writer = writer;
    this.sync = sync;
    this.published = published;
    this.finished = finished;
  }

  @Override
  public synchronized void write(int value) throws IOException {
    single[0] = (byte) value;
    write(single, 0, 1);
  }

  @Override
  public synchronized void write(byte[] source, int offset, int length) throws IOException {
    checkOpen();
    Objects.checkFromIndexSize(offset, length, source.length);
    try {
      writer.write(ByteBuffer.wrap(source, offset, length));
      statistics.incrementCounter(StreamStatisticNames.STREAM_WRITE_BYTES, length);
    } catch (IOException e) {
      throw fail(e);
    }
  }

  /** Does nothing: what was written is sent when a part is full or the file is closed. */
  @Override
  public synchronized void flush() throws IOException {
    if (failed != null) {
      throw HadoopErrors.again(path, failed);
    }
  }

  @Override
  public void hflush() throws IOException {
    sync.asked(path, "hflush");
    flush();
  }

  @Override
  public void hsync() throws IOException {
    sync.asked(path, "hsync");
    flush();
  }

  /**
   * Makes the file visible, or throws: the first failure, and on every further call that there was
   * one.
   */
  @Override
  public synchronized void close() throws IOException {
    if (failed != null) {
      giveUp();
      throw HadoopErrors.again(path, failed);
    }
    if (closed) {
      return;
    }
    try {
      writer.complete();
    } catch (IOException e) {
      IOException failure = fail(e);
      giveUp();
      throw failure;
    }
    published.run();
    end();
  }

  /** Aborts after a failure, which the writer tells once more and nobody needs to hear again. */
  private void giveUp() {
    if (closed) {
      return;
    }
    try {
      end();
    } catch (IOException told) {
      LOG.debug("aborting {}", path, told);
    }
  }

  private void end() throws IOException {
    closed = true;
    finished.accept(statistics);
    writer.close();
  }

  /** Ends the write without making anything visible; a later close does nothing. */
  @Override
  public synchronized AbortableResult abort() {
    boolean already = closed;
    IOException problem = null;
    if (!already) {
      try {
        end();
      } catch (IOException e) {
        problem = e;
      }
      failed = null;
    }
    return new Aborted(already, problem);
  }

  private record Aborted(boolean alreadyClosed, @Nullable IOException anyCleanupException)
      implements AbortableResult {}

  private void checkOpen() throws IOException {
    if (failed != null) {
      throw HadoopErrors.again(path, failed);
    }
    if (closed) {
      throw new IOException(FSExceptionMessages.STREAM_IS_CLOSED + ": " + path);
    }
  }

  private IOException fail(IOException failure) {
    statistics.incrementCounter(StreamStatisticNames.STREAM_WRITE_EXCEPTIONS);
    failed = HadoopErrors.translate(path, failure);
    return failed;
  }

  @Override
  public boolean hasCapability(String capability) {
    return switch (capability.toLowerCase(Locale.ENGLISH)) {
      case CommonPathCapabilities.ABORTABLE_STREAM, StreamCapabilities.IOSTATISTICS -> true;
      default -> false;
    };
  }

  @Override
  public IOStatistics getIOStatistics() {
    return statistics;
  }

  @Override
  public String toString() {
    return "output to " + path + ", " + writer.size() + " bytes so far";
  }
}
