package io.s3dlio.store.s3;

import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.http.Attempt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;

/** Buckets: listed, created, deleted. */
final class S3Containers {

  /** The one region that is not named when a bucket is created. */
  private static final String UNNAMED = "us-east-1";

  private S3Containers() {}

  /** A root is {@code s3://bucket/} and nothing more. */
  static void checkRoot(ObjectUri root) {
    String bucket = root.authority();
    if (bucket.isEmpty() || !root.path().isEmpty()) {
      throw new IllegalArgumentException(root + " is not of the form s3://bucket/");
    }
    if (!bucket.matches("[A-Za-z0-9._-]{1,255}")) {
      throw new IllegalArgumentException(
          root
              + ": a bucket's name has letters, digits, dots and hyphens; an endpoint is given as"
              + " s3.endpoint");
    }
  }

  static List<String> list(ObjectUri root, StoreContext context) throws IOException {
    List<String> names = new ArrayList<>();
    try (S3Calls calls = S3Calls.open(context)) {
      String next = null;
      do {
        ListBucketsRequest request = ListBucketsRequest.builder().continuationToken(next).build();
        ListBucketsResponse answer =
            calls.call(
                Attempt.of(Operation.LIST, root, "buckets"), client -> client.listBuckets(request));
        answer.buckets().stream().map(Bucket::name).forEach(names::add);
        next = answer.continuationToken();
      } while (next != null && !next.isEmpty());
    }
    return names;
  }

  static void create(ObjectUri root, StoreContext context) throws IOException {
    checkRoot(root);
    try (S3Calls calls = S3Calls.open(context)) {
      CreateBucketRequest.Builder request = CreateBucketRequest.builder().bucket(root.authority());
      if (!calls.region().equals(UNNAMED)) {
        request.createBucketConfiguration(
            CreateBucketConfiguration.builder().locationConstraint(calls.region()).build());
      }
      calls.call(
          Attempt.of(Operation.PUT, root, "create bucket"),
          client -> client.createBucket(request.build()));
    }
  }

  static void delete(ObjectUri root, StoreContext context) throws IOException {
    checkRoot(root);
    try (S3Calls calls = S3Calls.open(context)) {
      calls.call(
          Attempt.of(Operation.DELETE, root, "bucket"),
          client -> client.deleteBucket(b -> b.bucket(root.authority())));
    }
  }
}
