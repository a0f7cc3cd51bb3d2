package io.s3dlio.store.local;

/** The contract on files through the page cache. */
final class FileStoreContractTest extends LocalStoreContract {

  @Override
  String scheme() {
    return "file";
  }
}
