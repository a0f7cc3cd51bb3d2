package io.s3dlio.store.gcs;

import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.Stores;
import io.s3dlio.testing.servers.GcsServerKind;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract through all layers, which must not be seen. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = "FAKE")
final class GcsStackContractTest extends GcsServerContract {

  GcsStackContractTest(GcsServerKind kind) {
    super(kind);
  }

  @Override
  protected ObjectStore openStore(ObjectUri root) throws IOException {
    StoreContext context = GcsFixture.context(server().endpoint(), Map.of());
    return Stores.open(root, context.settings(), context.runtime()).store();
  }
}
