package io.s3dlio.testing.servers;

import java.util.Optional;

/**
 * The names of Azure's operations, told from method, path and query.
 *
 * <p>Source: "Blob Service REST API", whose pages carry these names in words. {@code Copy Blob} has
 * two pages: {@code CopyBlobFromUrl} is the one that answers when the copy is done.
 */
final class AzureOperations {
  private AzureOperations() {}

  static String name(RecordedRequest request) {
    if (request.key().isEmpty()) {
      return request.bucket().isEmpty() ? ofAccount(request) : ofContainer(request);
    }
    return ofBlob(request);
  }

  private static String ofAccount(RecordedRequest request) {
    return switch (comp(request)) {
      case "list" -> "ListContainers";
      case "batch" -> "BlobBatch";
      case "properties" -> "GetAccountInformation";
      case "userdelegationkey" -> "GetUserDelegationKey";
      default -> request.method() + " account";
    };
  }

  private static String ofContainer(RecordedRequest request) {
    String comp = comp(request);
    if (!comp.isEmpty()) {
      return switch (comp) {
        case "list" -> "ListBlobs";
        case "batch" -> "BlobBatch";
        case "properties" -> "GetAccountInformation";
        default -> request.method() + " container " + comp;
      };
    }
    return switch (request.method()) {
      case "PUT" -> "CreateContainer";
      case "DELETE" -> "DeleteContainer";
      case "GET", "HEAD" -> "GetContainerProperties";
      default -> request.method() + " container";
    };
  }

  private static String ofBlob(RecordedRequest request) {
    return switch (request.method()) {
      case "HEAD" -> "GetBlobProperties";
      case "GET" -> comp(request).equals("blocklist") ? "GetBlockList" : "GetBlob";
      case "DELETE" -> "DeleteBlob";
      case "PUT" -> ofBlobPut(request);
      default -> request.method() + " blob";
    };
  }

  private static String ofBlobPut(RecordedRequest request) {
    boolean copy = request.header("x-ms-copy-source").isPresent();
    return switch (comp(request)) {
      case "block" -> copy ? "PutBlockFromUrl" : "PutBlock";
      case "blocklist" -> "PutBlockList";
      case "metadata" -> "SetBlobMetadata";
      case "copy" -> "AbortCopyBlob";
      case "" -> copy ? ofCopy(request) : "PutBlob";
      default -> "PUT blob " + comp(request);
    };
  }

  private static String ofCopy(RecordedRequest request) {
    if (request.header("x-ms-blob-type").isPresent()) {
      return "PutBlobFromUrl";
    }
    return request.header("x-ms-requires-sync").isPresent() ? "CopyBlobFromUrl" : "CopyBlob";
  }

  private static String comp(RecordedRequest request) {
    return Optional.of("&" + request.query())
        .filter(query -> query.contains("&comp="))
        .map(query -> query.replaceFirst("^.*&comp=([^&]*).*$", "$1"))
        .orElse("");
  }
}
