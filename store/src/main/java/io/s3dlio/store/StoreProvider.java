package io.s3dlio.store;

import io.s3dlio.store.config.ConfigKey;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * One kind of storage: opens its stores and looks after its containers. Stateless, thread-safe, and
 * cheap to construct: the service's SDK is loaded only when a store is opened.
 */
public interface StoreProvider {

  /** URI schemes, lower-case. */
  Set<String> schemes();

  /** The options that this kind of storage adds. */
  List<ConfigKey<?>> keys();

  /**
   * Opens one root without any layer; sends nothing.
   *
   * @throws IllegalArgumentException for a root or option that cannot be
   * @throws IOException when a secret or certificate cannot be read
   */
  ObjectStore open(ObjectUri root, StoreContext context) throws IOException;

  /** Names of the containers that the credentials may list. */
  List<String> listContainers(ObjectUri root, StoreContext context) throws IOException;

  /**
   * Creates the container of {@code root}.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is one
   */
  void createContainer(ObjectUri root, StoreContext context) throws IOException;

  /**
   * Removes the container of {@code root}, which must be empty.
   *
   * @throws java.nio.file.DirectoryNotEmptyException when it is not
   */
  void deleteContainer(ObjectUri root, StoreContext context) throws IOException;
}
