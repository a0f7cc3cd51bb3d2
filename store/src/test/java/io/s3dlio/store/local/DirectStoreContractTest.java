package io.s3dlio.store.local;

/** The contract on files by O_DIRECT. */
final class DirectStoreContractTest extends LocalStoreContract {

  @Override
  String scheme() {
    return "direct";
  }
}
