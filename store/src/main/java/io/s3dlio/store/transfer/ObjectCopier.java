package io.s3dlio.store.transfer;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.Capability;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.Limits;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.Part;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.Upload;
import io.s3dlio.store.config.StoreConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Copies objects within one store on the server's side, whatever their size and under any condition
 * the store can judge. Thread-safe.
 *
 * <p>Always the version that was seen first: one that changes meanwhile fails the copy. On a
 * caller's thread the parts of a large object are copied in parallel, on an I/O thread one after
 * the other, because no task may wait for a task of its own pool.
 */
public final class ObjectCopier {

  // Large, as no byte passes through this process; S3 copies about this much in a second.
  private static final long PART_SIZE = 64L << 20;

  private final ObjectStore store;
  private final IoRuntime runtime;
  private final StoreConfig.Write config;

  public ObjectCopier(ObjectStore store, IoRuntime runtime, StoreConfig.Write config) {
    this.store = store;
    this.runtime = runtime;
    this.config = config;
  }

  /**
   * Copies one object with its metadata and headers: by one operation where the store can, else by
   * parallel part copies completed under the condition.
   *
   * @throws java.io.FileNotFoundException when the source is missing
   * @throws java.nio.file.FileAlreadyExistsException when {@code ifAbsent} was asked and the target
   *     exists
   * @throws io.s3dlio.store.ObjectChangedException when the source changed meanwhile
   * @throws UnsupportedOperationException when the store knows no way to do it
   */
  public ObjectStat copy(String source, String target, PutCondition condition) throws IOException {
    ObjectStat stat = store.stat(source);
    return inOneCall(stat, condition)
        ? copyWhole(stat, target, condition)
        : copyParts(stat, target, condition);
  }

  /**
   * Copies like {@link #copy(String, String, PutCondition)} the very version that a listing or an
   * earlier status has shown, which saves a request where one operation suffices.
   */
  public ObjectStat copy(ObjectStat source, String target, PutCondition condition)
      throws IOException {
    return inOneCall(source, condition)
        ? copyWhole(source, target, condition)
        : copyParts(complete(source), target, condition);
  }

  /**
   * A copy in parts hands headers and metadata over itself, and a listing knows nothing of them; an
   * empty object is not copied but written, so it must be known to be there still.
   */
  private ObjectStat complete(ObjectStat known) throws IOException {
    boolean bare = known.headers().isEmpty() && known.metadata().isEmpty();
    if (!bare && known.size() > 0) {
      return known;
    }
    ObjectStat now = store.stat(known.key());
    if (!now.etag().equals(known.etag())) {
      throw new ObjectChangedException(
          store.root().resolve(known.key())
              + " changed before it was copied: expected etag "
              + known.etag()
              + ", is "
              + now.etag());
    }
    return now;
  }

  private boolean inOneCall(ObjectStat source, PutCondition condition) {
    boolean judged =
        condition instanceof PutCondition.Always
            || store.capabilities().contains(Capability.CONDITIONAL_COPY);
    return judged && source.size() <= store.limits().largestCopy();
  }

  private ObjectStat copyWhole(ObjectStat source, String target, PutCondition condition)
      throws IOException {
    CopyOptions options = CopyOptions.none().withCondition(condition).withSource(source);
    return store.copy(source.key(), target, options);
  }

  private ObjectStat copyParts(ObjectStat source, String target, PutCondition condition)
      throws IOException {
    PutOptions options =
        PutOptions.none()
            .withCondition(condition)
            .withHeaders(source.headers())
            .withMetadata(source.metadata());
    if (source.size() == 0) {
      // An upload needs a part, and nothing cannot be one.
      return store.put(target, ByteBuffer.allocate(0), options);
    }
    if (!store.capabilities().contains(Capability.PART_COPY)) {
      throw new UnsupportedOperationException(
          "copy of " + source.key() + ": this store copies neither under a condition nor in parts");
    }
    Upload upload = store.startUpload(target, options.withCopiedParts());
    ObjectStat copied;
    try {
      copied = upload.complete(copyAll(source, upload));
    } catch (IOException | RuntimeException | Error e) {
      abort(upload, e);
      throw e;
    }
    upload.close();
    return copied;
  }

  /** An interrupted copy still has to free the store of its parts. */
  private static void abort(Upload upload, Throwable reason) {
    try {
      Interrupts.shielded(upload::close);
    } catch (IOException | RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  private List<Part> copyAll(ObjectStat source, Upload upload) throws IOException {
    List<ByteRange> ranges = ranges(source.size(), store.limits());
    List<Part> parts = Collections.synchronizedList(new ArrayList<>(ranges.size()));
    Parallel.Action<Integer> copyOne =
        index -> {
          ByteRange range = ranges.get(index);
          parts.add(upload.copyPart(index + 1, range.offset(), source.key(), range, source.etag()));
        };
    List<Integer> indexes = new ArrayList<>(ranges.size());
    for (int i = 0; i < ranges.size(); i++) {
      indexes.add(i);
    }
    if (ranges.size() == 1 || runtime.isIoThread()) {
      for (int index : indexes) {
        copyOne.run(index);
      }
    } else {
      runtime.parallel().forEach(indexes.iterator(), config.concurrency(), copyOne);
    }
    List<Part> sorted = new ArrayList<>(parts);
    sorted.sort(Comparator.comparingInt(Part::number));
    return sorted;
  }

  /** Cuts an object into as few parts as sensible, within what the store takes. */
  static List<ByteRange> ranges(long size, Limits limits) {
    long fewest = (size + limits.maxParts() - 1) / limits.maxParts();
    long wanted = Math.max(PART_SIZE, Math.max(fewest, limits.minPartSize()));
    long partSize = Math.min(wanted, limits.maxPartSize());
    List<ByteRange> ranges = new ArrayList<>();
    for (long offset = 0; offset < size; offset += partSize) {
      ranges.add(ByteRange.of(offset, Math.min(partSize, size - offset)));
    }
    return ranges;
  }
}
