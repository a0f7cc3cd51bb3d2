package io.s3dlio.store.azure;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.models.BlobStorageException;
import reactor.core.publisher.Mono;

/**
 * Ends every call that the service refuses, before the SDK reads the refusal: that fails, and is
 * logged, when something between us and Azure has answered in words of its own.
 */
final class AzureRefusals implements HttpPipelinePolicy {

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    return next.process().map(AzureRefusals::accepted);
  }

  @Override
  public HttpResponse processSync(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    return accepted(next.processSync());
  }

  private static HttpResponse accepted(HttpResponse answer) {
    if (answer.getStatusCode() >= 300) {
      throw new BlobStorageException("status " + answer.getStatusCode(), answer, null);
    }
    return answer;
  }
}
