package io.s3dlio.store.layer;

import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.Operation;
import io.s3dlio.store.WriteId;
import io.s3dlio.store.WriteInDoubtException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;

/**
 * Finds out who wrote an object, when a repeated write is refused and the refusal may be of our own
 * first attempt.
 */
record WriteCheck(ObjectStore store, Retrier retrier) {

  /**
   * What stands under the key, when it is our write; empty when it is another's.
   *
   * @param writeId of the write in doubt; empty when the store keeps none
   * @param refusal the answer that raised the doubt
   * @throws WriteInDoubtException when the store does not tell
   */
  Optional<ObjectStat> ours(String key, Optional<WriteId> writeId, IOException refusal)
      throws IOException {
    if (writeId.isEmpty()) {
      throw inDoubt(key, "this store keeps no mark of who wrote it", refusal);
    }
    try {
      ObjectStat stat = retrier.run(Operation.STAT, key, () -> store.stat(key));
      return stat.writeId().equals(writeId) ? Optional.of(stat) : Optional.empty();
    } catch (InterruptedIOException e) {
      throw e;
    } catch (FileNotFoundException e) {
      throw inDoubt(key, "the object is not there now", refusal);
    } catch (IOException e) {
      WriteInDoubtException doubt =
          inDoubt(key, "its status cannot be read: " + e.getMessage(), refusal);
      doubt.addSuppressed(e);
      throw doubt;
    }
  }

  /** The doubt, in words. */
  WriteInDoubtException inDoubt(String key, String why, IOException refusal) {
    return new WriteInDoubtException(
        "the answer to writing "
            + store.root().resolve(key)
            + " was lost, and sent again it was refused ("
            + refusal.getMessage()
            + "); whether it took effect is unknown, as "
            + why
            + "; look at the object before writing it again",
        refusal);
  }
}
