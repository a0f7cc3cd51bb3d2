package io.s3dlio.store.gcs;

import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.testing.servers.GcsServerKind;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract on every server with Google's interface that is installed. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.s3dlio.testing.servers.GcsServerKind#allInstalled")
final class GcsStoreContractTest extends GcsServerContract {

  GcsStoreContractTest(GcsServerKind kind) {
    super(kind);
  }

  @Override
  protected ObjectStore openStore(ObjectUri root) throws IOException {
    return new GcsStoreProvider().open(root, GcsFixture.context(server().endpoint(), Map.of()));
  }
}
