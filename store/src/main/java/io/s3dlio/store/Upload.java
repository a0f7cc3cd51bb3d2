package io.s3dlio.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An upload in parts that becomes one object on {@link #complete}.
 *
 * <p>Thread-safe. Closing before {@code complete} aborts: nothing stays visible behind, and where
 * the service can, nothing stays at all and no process can complete it any more; Azure cannot, and
 * there it is this store that refuses. After {@link #detach()} closing leaves the upload alive.
 */
public interface Upload extends Closeable {

  /** What another process needs to go on: key, service id, options, write id. No secret inside. */
  UploadToken token();

  /**
   * Sends one part; parts may come in any order and from many threads, and the last of two parts
   * with one number counts. The buffer's position and limit are left as they were.
   *
   * @param number from 1 to {@link Limits#maxParts()}
   * @param offset where the part begins in the object, in bytes
   * @param body at least {@link Limits#minPartSize()} bytes unless it is the last part
   * @throws UploadGoneException when the upload was completed, aborted, or has lapsed
   */
  Part uploadPart(int number, long offset, ByteBuffer body) throws IOException;

  /**
   * Copies a range of an object of this store as one part; only with {@link Capability#PART_COPY},
   * and in an upload begun with {@link PutOptions#withCopiedParts}.
   *
   * @param sourceEtag the version that must be copied
   * @throws ObjectChangedException when the source is no longer that version
   */
  Part copyPart(int number, long offset, String source, ByteRange range, String sourceEtag)
      throws IOException;

  /**
   * Makes the object visible: now, at once, and only now.
   *
   * @param parts at least one, ascending by number, without gaps in offset
   * @throws java.nio.file.FileAlreadyExistsException when {@code ifAbsent} was asked and the key
   *     exists
   * @throws PreconditionFailedException when {@code ifMatch} was asked and does not hold
   * @throws UploadGoneException when the service no longer knows the upload or one of its parts
   */
  ObjectStat complete(List<Part> parts) throws IOException;

  /**
   * Tells that the object stands as {@link #complete} would have left it, though its answer was
   * lost: nothing is left to abort, and what was hidden for the upload goes.
   */
  void concluded();

  /** From now on {@link #close()} leaves the upload alive for another process. */
  void detach();
}
