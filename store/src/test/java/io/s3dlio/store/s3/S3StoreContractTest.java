package io.s3dlio.store.s3;

import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.testing.servers.ServerKind;
import java.io.IOException;
import java.util.Map;
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
}
