package io.s3dlio.store.transfer;

import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.config.StoreConfig;
import java.io.IOException;

/**
 * Copies objects within one store on the server's side, whatever their size and under any condition
 * the store can judge. Thread-safe.
 */
public final class ObjectCopier {

  public ObjectCopier(ObjectStore store, IoRuntime runtime, StoreConfig.Write config) {}

  /**
   * Copies one object with its metadata and headers: by one operation where the store can, else by
   * parallel part copies completed under the condition.
   *
   * @throws java.nio.file.FileAlreadyExistsException when {@code ifAbsent} was asked and the target
   *     exists
   */
  public ObjectStat copy(String source, String target, PutCondition condition) throws IOException {
    throw new UnsupportedOperationException();
  }
}
