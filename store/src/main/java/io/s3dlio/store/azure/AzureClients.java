package io.s3dlio.store.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.policy.AddDatePolicy;
import com.azure.core.http.policy.AddHeadersPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.storage.common.policy.ScrubEtagPolicy;
import io.s3dlio.store.http.PooledClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Builds the HTTP client and the SDK's pipeline from our options; sends nothing. */
final class AzureClients {

  private AzureClients() {}

  /**
   * A client of its own connections; closing it closes them.
   *
   * @throws IOException when the file of certificates cannot be read
   */
  static AzureHttp http(AzureConfig config) throws IOException {
    String caBundle = config.spelling().apply("az.ca-bundle");
    return new AzureHttp(PooledClient.open(config.network(), caBundle));
  }

  /**
   * What every request goes through. No policy tries anything again, for RetryingStore is the only
   * retry loop; and none writes requests to the log.
   */
  static HttpPipeline pipeline(AzureConfig config, AzureHttp http, AzureCredentials credentials) {
    List<HttpPipelinePolicy> policies = new ArrayList<>();
    policies.add(new AzureRefusals());
    policies.add(new AzureBatchAnswers());
    String words = ("s3dlio " + config.network().userAgent()).trim();
    policies.add(new AddHeadersPolicy(new HttpHeaders().set(HttpHeaderName.USER_AGENT, words)));
    policies.add(new RequestIdPolicy());
    policies.add(new AddDatePolicy());
    credentials.policy(http).ifPresent(policies::add);
    policies.add(new ScrubEtagPolicy());
    return new HttpPipelineBuilder()
        .policies(policies.toArray(new HttpPipelinePolicy[0]))
        .httpClient(http)
        .build();
  }
}
