package io.s3dlio.store;

import java.util.Optional;

/**
 * Asks for one page of unfinished uploads.
 *
 * @param prefix what every key begins with
 * @param next {@link UploadPage#next()} of the page before
 */
public record UploadQuery(String prefix, Optional<String> next, int maxUploads) {

  public static UploadQuery of(String prefix) {
    return new UploadQuery(prefix, Optional.empty(), ListQuery.DEFAULT_MAX_KEYS);
  }

  public UploadQuery withNext(String next) {
    return new UploadQuery(prefix, Optional.of(next), maxUploads);
  }
}
