package io.s3dlio.store.layer;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.Operation;
import io.s3dlio.store.Part;
import io.s3dlio.store.PreconditionFailedException;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadGoneException;
import io.s3dlio.store.UploadToken;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An upload whose requests are sent again; decides by the write id when a repeated complete is
 * refused.
 */
final class RetryingUpload implements Upload {

  private static final Logger LOG = LoggerFactory.getLogger(RetryingUpload.class);

  private final Upload inner;
  private final ObjectStore store;
  private final Retrier retrier;
  private final WriteCheck check;
  private volatile boolean complete;

  RetryingUpload(Upload inner, ObjectStore store, Retrier retrier, WriteCheck check) {
    this.inner = inner;
    this.store = store;
    this.retrier = retrier;
    this.check = check;
  }

  @Override
  public UploadToken token() {
    return inner.token();
  }

  @Override
  public Part uploadPart(int number, long offset, ByteBuffer body) throws IOException {
    return retrier.run(
        Operation.UPLOAD_PART,
        token().key(),
        () -> inner.uploadPart(number, offset, body.duplicate()));
  }

  @Override
  public Part copyPart(int number, long offset, String source, ByteRange range, String sourceEtag)
      throws IOException {
    return retrier.run(
        Operation.COPY_PART,
        token().key(),
        () -> inner.copyPart(number, offset, source, range, sourceEtag));
  }

  @Override
  public ObjectStat complete(List<Part> parts) throws IOException {
    Attempts attempts = retrier.begin(Operation.COMPLETE, token().key());
    while (true) {
      try {
        ObjectStat stat = inner.complete(parts);
        attempts.succeeded();
        complete = true;
        return stat;
      } catch (FileAlreadyExistsException
          | PreconditionFailedException
          | UploadGoneException
          | FileNotFoundException refusal) {
        if (!attempts.mayHaveArrived() || refusal instanceof NoSuchBucketException) {
          throw refusal;
        }
        return decide(refusal);
      } catch (IOException failure) {
        attempts.failed(failure);
      }
    }
  }

  /** Our write is a success; another's means that a condition failed; else nobody knows. */
  private ObjectStat decide(IOException refusal) throws IOException {
    UploadToken token = token();
    Optional<ObjectStat> ours = check.ours(token.key(), token.options().writeId(), refusal);
    if (ours.isPresent()) {
      // Closing must not abort what is complete, though the inner upload never heard that it is.
      concluded();
      return ours.get();
    }
    if (refusal instanceof FileAlreadyExistsException
        || refusal instanceof PreconditionFailedException) {
      throw refusal;
    }
    String uri = store.root().resolve(token.key()).toString();
    PutCondition condition = token.options().condition();
    if (condition instanceof PutCondition.IfAbsent) {
      throw caused(new FileAlreadyExistsException(uri, null, "written by another"), refusal);
    }
    if (condition instanceof PutCondition.IfMatch) {
      throw new PreconditionFailedException(uri + " was written by another", refusal);
    }
    throw check.inDoubt(
        token.key(), "what stands there now is another write, before or after this one", refusal);
  }

  @Override
  public void concluded() {
    complete = true;
    inner.concluded();
  }

  @Override
  public void detach() {
    inner.detach();
  }

  /**
   * Aborts, when neither completed nor detached. The object of a complete upload stands, so what a
   * store could not remove of its parts fails nobody.
   */
  @Override
  public void close() throws IOException {
    try {
      closeInner();
    } catch (IOException e) {
      if (!complete) {
        throw e;
      }
      LOG.warn(
          "{} is complete, but not all parts of its upload could be removed;"
              + " they are found by listing uploads",
          store.root().resolve(token().key()),
          e);
    }
  }

  /** A later attempt takes the upload up afresh. */
  private void closeInner() throws IOException {
    Attempts attempts = retrier.begin(Operation.ABORT, token().key());
    Upload upload = inner;
    while (true) {
      try {
        upload.close();
        return;
      } catch (UploadGoneException gone) {
        if (!attempts.mayHaveArrived()) {
          throw gone;
        }
        return;
      } catch (IOException failure) {
        attempts.failed(failure);
        // A closed upload may rightly fail for ever; one that was resumed sends the request.
        upload = store.resumeUpload(token());
      }
    }
  }

  private static IOException caused(IOException failure, IOException cause) {
    failure.initCause(cause);
    return failure;
  }
}
