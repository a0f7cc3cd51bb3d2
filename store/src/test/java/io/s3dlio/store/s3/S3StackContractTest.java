package io.s3dlio.store.s3;

import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.Stores;
import io.s3dlio.testing.servers.ServerKind;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract on S3Proxy through all layers, which must not be seen. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = "S3PROXY")
final class S3StackContractTest extends S3ServerContract {

  S3StackContractTest(ServerKind kind) {
    super(kind);
  }

  @Override
  protected ObjectStore openStore(ObjectUri root) throws IOException {
    // Few and quick retries: S3Proxy answers p beside p/q with 500.
    StoreContext context =
        S3Fixture.context(server(), Map.of("retry.attempts", "2", "retry.base-delay", "1ms"));
    return Stores.open(root, context.settings(), context.runtime()).store();
  }
}
