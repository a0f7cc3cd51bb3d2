package io.s3dlio.store.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobContainerItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.http.Attempt;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.util.List;

/** Containers: listed, created, deleted. */
final class AzureContainers {

  private AzureContainers() {}

  /** A root is {@code az://container@account/} and nothing more. */
  static void checkRoot(ObjectUri root) {
    if (AzureAddress.parse(root).container().isEmpty()) {
      throw new IllegalArgumentException(
          root
              + " names no container: it is of the form "
              + root.scheme()
              + "://container@account/");
    }
  }

  /** Of the account alone, as {@code az://account/} or {@code az://container@account/} names it. */
  static List<String> list(ObjectUri root, StoreContext context) throws IOException {
    try (AzureCalls calls = AzureCalls.open(root, context)) {
      return calls.call(
          Attempt.of(Operation.LIST, root, "containers"),
          () ->
              calls.service().listBlobContainers().stream()
                  .map(BlobContainerItem::getName)
                  .toList());
    }
  }

  static void create(ObjectUri root, StoreContext context) throws IOException {
    checkRoot(root);
    try (AzureCalls calls = AzureCalls.open(root, context)) {
      calls.call(
          Attempt.of(Operation.PUT, root, "create container"),
          () -> calls.container().createWithResponse(null, null, null, Context.NONE));
    }
  }

  /** The service would remove a container with all that is in it, so it is looked into first. */
  static void delete(ObjectUri root, StoreContext context) throws IOException {
    checkRoot(root);
    try (AzureCalls calls = AzureCalls.open(root, context)) {
      Attempt attempt = Attempt.of(Operation.DELETE, root, "container");
      boolean empty =
          calls.call(
              attempt,
              () ->
                  calls
                      .container()
                      .listBlobs(new ListBlobsOptions().setMaxResultsPerPage(1), null)
                      .stream()
                      .findFirst()
                      .isEmpty());
      if (!empty) {
        throw new DirectoryNotEmptyException(attempt + ": it holds objects; delete them first");
      }
      calls.call(attempt, () -> calls.container().deleteWithResponse(null, null, Context.NONE));
    }
  }
}
