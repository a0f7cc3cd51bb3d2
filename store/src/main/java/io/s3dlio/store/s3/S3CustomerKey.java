package io.s3dlio.store.s3;

import io.s3dlio.store.config.Secret;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * A customer's key for encryption at rest, put into every request that writes or reads an object,
 * and twice into copies: once for the source. Which requests those are: "Specifying server-side
 * encryption with customer-provided keys (SSE-C)" in the Amazon S3 user guide. Immutable.
 */
final class S3CustomerKey implements ExecutionInterceptor {

  private static final String OBJECT = "x-amz-server-side-encryption-customer-";
  private static final String SOURCE = "x-amz-copy-source-server-side-encryption-customer-";

  private static final Set<Class<? extends SdkRequest>> COPIES =
      Set.of(CopyObjectRequest.class, UploadPartCopyRequest.class);

  private static final Set<Class<? extends SdkRequest>> OTHERS =
      Set.of(
          PutObjectRequest.class,
          GetObjectRequest.class,
          HeadObjectRequest.class,
          CreateMultipartUploadRequest.class,
          UploadPartRequest.class,
          // Asked for where parts have checksums.
          CompleteMultipartUploadRequest.class);

  private final Secret key;
  private final String md5;

  /**
   * A key in Base64.
   *
   * @throws IllegalArgumentException when it is not 32 bytes
   */
  S3CustomerKey(Secret key) {
    byte[] bytes = Base64.getDecoder().decode(key.reveal().trim());
    if (bytes.length != 32) {
      throw new IllegalArgumentException("not 32 bytes");
    }
    this.key = key;
    this.md5 = Base64.getEncoder().encodeToString(md5(bytes));
  }

  /** Whether the key would be readable on the way there; loopback is nobody's way. */
  static boolean readableOnTheWayTo(URI endpoint) {
    String host = String.valueOf(endpoint.getHost());
    boolean loopback =
        host.equals("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("[::1]");
    return "http".equalsIgnoreCase(endpoint.getScheme()) && !loopback;
  }

  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    Class<? extends SdkRequest> type = context.request().getClass();
    boolean copy = COPIES.contains(type);
    if (!copy && !OTHERS.contains(type)) {
      return context.httpRequest();
    }
    SdkHttpRequest.Builder request = context.httpRequest().toBuilder();
    put(request, OBJECT);
    if (copy) {
      put(request, SOURCE);
    }
    return request.build();
  }

  private void put(SdkHttpRequest.Builder request, String prefix) {
    request
        .putHeader(prefix + "algorithm", "AES256")
        .putHeader(prefix + "key", key.reveal().trim())
        .putHeader(prefix + "key-MD5", md5);
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
