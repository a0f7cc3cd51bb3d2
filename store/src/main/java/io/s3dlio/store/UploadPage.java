package io.s3dlio.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One page of unfinished uploads. */
public record UploadPage(List<PendingUpload> uploads, Optional<String> next) {

  public UploadPage {
    uploads = List.copyOf(uploads);
  }

  /** One unfinished upload; its token aborts it ({@code resumeUpload(token).close()}). */
  public record PendingUpload(UploadToken token, Instant started) {}
}
