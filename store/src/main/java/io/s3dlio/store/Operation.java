package io.s3dlio.store;

/** The kinds of request a store sends, as metrics, events and the op-log name them. */
public enum Operation {
  GET,
  STAT,
  LIST,
  PUT,
  START_UPLOAD,
  UPLOAD_PART,
  COPY_PART,
  COMPLETE,
  ABORT,
  LIST_UPLOADS,
  COPY,
  MOVE,
  DELETE
}
