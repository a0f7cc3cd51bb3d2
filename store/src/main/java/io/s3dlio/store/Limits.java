package io.s3dlio.store;

/**
 * Bounds that a service sets, in bytes unless named otherwise.
 *
 * @param keysPerDelete most keys in one {@link ObjectStore#delete}
 * @param minPartSize smallest part but the last
 * @param maxPartSize largest part
 * @param maxParts most parts of one upload
 * @param largestPut largest body of one {@link ObjectStore#put}
 * @param largestCopy largest source of one {@link ObjectStore#copy}
 */
public record Limits(
    int keysPerDelete,
    long minPartSize,
    long maxPartSize,
    int maxParts,
    long largestPut,
    long largestCopy) {

  public Limits {
    if (keysPerDelete < 1 || minPartSize < 1 || maxPartSize < minPartSize || maxParts < 1) {
      throw new IllegalArgumentException("impossible limits");
    }
    if (largestPut < 1 || largestCopy < 1) {
      throw new IllegalArgumentException("impossible limits");
    }
  }
}
