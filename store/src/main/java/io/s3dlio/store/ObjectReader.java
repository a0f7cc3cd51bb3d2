package io.s3dlio.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/**
 * Reads one version of one object: the first answer pins its etag, and every later range must match
 * it.
 *
 * <p>Thread-safe. Until the etag is known at most one {@link #get} is in flight: others wait for
 * its answer. Closing releases everything; channels still open fail. On a local store the pin is
 * the inode alone, so a file may grow under its reader.
 */
public interface ObjectReader extends Closeable {

  /**
   * What is known of the object: always size and etag. Sends a request only when no {@link #get}
   * has been answered and the hints did not carry both.
   *
   * @throws java.io.FileNotFoundException when the object is missing
   */
  ObjectStat stat() throws IOException;

  /**
   * Starts reading a range and returns at its first byte. The channel ends after the range's last
   * byte (clipped to the object's end); closing it early aborts the transfer.
   *
   * <p>A range that starts exactly at the end, and any range of length 0, is an empty channel;
   * length 0 sends nothing. The channel is for one thread; a body that ends early is a {@link
   * TransientException} from its {@code read}, or an {@link ObjectChangedException} where a local
   * file was cut short meanwhile, never a short end.
   *
   * @throws java.io.EOFException when the range starts beyond the end; its message carries the
   *     object's size
   * @throws ObjectChangedException when the object is no longer the pinned version
   * @throws java.io.FileNotFoundException when the object is missing
   * @throws UnsupportedOperationException for a suffix range without {@link
   *     Capability#SUFFIX_RANGE}
   */
  ReadableByteChannel get(ByteRange range) throws IOException;
}
