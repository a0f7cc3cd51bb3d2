package io.s3dlio.store.layer;

import io.s3dlio.store.Capability;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.DeleteFailure;
import io.s3dlio.store.IoEvents;
import io.s3dlio.store.Limits;
import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.PreconditionFailedException;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.ThrottledException;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadPage;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.UploadToken;
import io.s3dlio.store.WriteId;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The layer that sends a request again when its failure may pass; the only retry loop there is.
 *
 * <p>Between attempts it waits: a base time doubled for each failure, with jitter, capped, and at
 * least as long as the service asks. Attempts, time and a budget shared by all calls bound it. A
 * body that breaks is taken up again at the byte reached.
 *
 * <p>A write whose answer was lost may have taken effect, and its repetition is then refused. So
 * every upload and every conditional put or copy carries a {@link WriteId}, which decides between
 * our own write and another's; where it cannot, the call ends in {@link
 * io.s3dlio.store.WriteInDoubtException}. An upload whose start was repeated may leave an unused
 * one behind, for the service to expire.
 */
public final class RetryingStore implements ObjectStore {

  private final ObjectStore inner;
  private final Retrier retrier;
  private final WriteCheck check;

  /**
   * Around {@code inner}, which it closes.
   *
   * @param runtime lends clock, timer and random source
   * @param events hears of every failed attempt that another one follows
   */
  public RetryingStore(
      ObjectStore inner, StoreConfig.Retry config, IoRuntime runtime, IoEvents events) {
    this.inner = inner;
    this.retrier = new Retrier(config, runtime, events);
    this.check = new WriteCheck(inner, retrier);
  }

  @Override
  public ObjectUri root() {
    return inner.root();
  }

  @Override
  public Set<Capability> capabilities() {
    return inner.capabilities();
  }

  @Override
  public Limits limits() {
    return inner.limits();
  }

  @Override
  public ObjectReader open(String key, ReadHints hints) {
    return new RetryingReader(inner.open(key, hints), key, retrier);
  }

  @Override
  public ObjectStat stat(String key) throws IOException {
    return retrier.run(Operation.STAT, key, () -> inner.stat(key));
  }

  @Override
  public ListPage list(ListQuery query) throws IOException {
    return retrier.run(Operation.LIST, query.prefix(), () -> inner.list(query));
  }

  @Override
  public ObjectStat put(String key, ByteBuffer body, PutOptions options) throws IOException {
    if (options.condition() instanceof PutCondition.Always) {
      return retrier.run(Operation.PUT, key, () -> inner.put(key, body.duplicate(), options));
    }
    PutOptions marked = marked(options);
    Attempts attempts = retrier.begin(Operation.PUT, key);
    while (true) {
      try {
        ObjectStat stat = inner.put(key, body.duplicate(), marked);
        attempts.succeeded();
        return stat;
      } catch (FileAlreadyExistsException | PreconditionFailedException refusal) {
        if (!attempts.mayHaveArrived()) {
          throw refusal;
        }
        return check.ours(key, marked.writeId(), refusal).orElseThrow(() -> refusal);
      } catch (IOException failure) {
        attempts.failed(failure);
      }
    }
  }

  @Override
  public Upload startUpload(String key, PutOptions options) throws IOException {
    PutOptions marked = marked(options);
    Upload upload = retrier.run(Operation.START_UPLOAD, key, () -> inner.startUpload(key, marked));
    return new RetryingUpload(upload, inner, retrier, check);
  }

  @Override
  public Upload resumeUpload(UploadToken token) {
    return new RetryingUpload(inner.resumeUpload(token), inner, retrier, check);
  }

  @Override
  public UploadPage listUploads(UploadQuery query) throws IOException {
    return retrier.run(Operation.LIST_UPLOADS, query.prefix(), () -> inner.listUploads(query));
  }

  @Override
  public ObjectStat copy(String source, String target, CopyOptions options) throws IOException {
    CopyOptions marked = marked(options);
    Attempts attempts = retrier.begin(Operation.COPY, target);
    while (true) {
      try {
        ObjectStat stat = inner.copy(source, target, marked);
        attempts.succeeded();
        return stat;
      } catch (FileAlreadyExistsException | PreconditionFailedException refusal) {
        if (!attempts.mayHaveArrived()) {
          throw refusal;
        }
        return check.ours(target, marked.writeId(), refusal).orElseThrow(() -> refusal);
      } catch (IOException failure) {
        attempts.failed(failure);
      }
    }
  }

  /** Sent again only when it surely did nothing: a second move of a lost answer finds no source. */
  @Override
  public void move(String source, String target, PutCondition condition) throws IOException {
    Attempts attempts = retrier.begin(Operation.MOVE, source);
    while (true) {
      try {
        inner.move(source, target, condition);
        attempts.succeeded();
        return;
      } catch (IOException failure) {
        if (!(failure instanceof ThrottledException) && !Attempts.isUnreachable(failure)) {
          throw failure;
        }
        attempts.failed(failure);
      }
    }
  }

  /** Keys whose own failure may pass are sent again, without the others. */
  @Override
  public List<DeleteFailure> delete(List<String> keys) throws IOException {
    Attempts attempts = retrier.begin(Operation.DELETE, keys.isEmpty() ? "" : keys.get(0));
    List<DeleteFailure> lasting = new ArrayList<>();
    List<String> left = keys;
    while (true) {
      List<DeleteFailure> passing = new ArrayList<>();
      try {
        for (DeleteFailure failure : inner.delete(left)) {
          (Attempts.mayPass(failure.cause()) ? passing : lasting).add(failure);
        }
      } catch (IOException failure) {
        attempts.failed(failure);
        continue;
      }
      if (passing.isEmpty()) {
        attempts.succeeded();
        return lasting;
      }
      try {
        attempts.failed(passing.get(0).cause());
      } catch (InterruptedIOException interrupt) {
        throw interrupt;
      } catch (IOException last) {
        lasting.add(new DeleteFailure(passing.get(0).key(), last));
        lasting.addAll(passing.subList(1, passing.size()));
        return lasting;
      }
      left = passing.stream().map(DeleteFailure::key).toList();
    }
  }

  @Override
  public void close() throws IOException {
    inner.close();
  }

  /** With a write id, where the store can keep one; one that the caller gave stays. */
  private PutOptions marked(PutOptions options) {
    boolean marks = inner.capabilities().contains(Capability.METADATA);
    return marks && options.writeId().isEmpty() ? options.withWriteId(WriteId.random()) : options;
  }

  /** Likewise; without a condition nothing is refused that could be in doubt. */
  private CopyOptions marked(CopyOptions options) {
    boolean marks =
        inner.capabilities().contains(Capability.METADATA)
            && inner.capabilities().contains(Capability.CONDITIONAL_COPY)
            && !(options.condition() instanceof PutCondition.Always);
    return marks && options.writeId().isEmpty() ? options.withWriteId(WriteId.random()) : options;
  }
}
