package io.s3dlio.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.PutOptions;
import io.s3dlio.testing.servers.ServerKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract on every S3 server that is installed. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.s3dlio.testing.servers.ServerKind#allInstalled")
final class S3StoreContractTest extends S3ServerContract {

  S3StoreContractTest(ServerKind kind) {
    super(kind);
  }

  @Override
  protected ObjectStore openStore(ObjectUri root) throws IOException {
    return new S3StoreProvider().open(root, S3Fixture.context(server(), Map.of()));
  }

  /**
   * Not every server copies what has a name that ends in a slash, but each can rename a directory.
   */
  @Test
  void aMarkerIsCopiedWithWhatItCarries() throws IOException {
    PutOptions carried = PutOptions.none().withMetadata(Map.of("colour", "blue"));
    store.put("old/", ByteBuffer.allocate(0), carried);
    store.copy("old/", "new/", CopyOptions.none());
    assertThat(store.stat("new/").size()).isZero();
    assertThat(store.stat("new/").metadata()).containsEntry("colour", "blue");
  }
}
