package io.s3dlio.testing.proof;

/** What a request is for, whatever its service calls it. */
enum Act {
  READ,
  STAT,
  LIST,
  PUT,
  START_UPLOAD,
  PART,
  COMPLETE,
  COPY,
  COPY_PART,
  DELETE,
  DELETE_BATCH
}
