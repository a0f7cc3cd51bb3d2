package io.s3dlio.store.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.DefaultAzureCredentialBuilder;

/** The one class that names azure-identity, so that the library is loaded only when asked for. */
final class AzureIdentity {

  private AzureIdentity() {}

  /** Microsoft's default chain, whose own requests go through the given client. */
  static TokenCredential defaultChain(AzureHttp http) {
    return new DefaultAzureCredentialBuilder().httpClient(http).maxRetry(0).build();
  }
}
