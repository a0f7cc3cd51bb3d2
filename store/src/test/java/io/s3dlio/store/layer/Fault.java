package io.s3dlio.store.layer;

/** What goes wrong with one request. */
public enum Fault {
  /** Nothing. */
  NONE,
  /** The request is lost on its way; the store never sees it. */
  LOST_REQUEST,
  /** The service asks to slow down, without saying how long; the store never sees the request. */
  THROTTLED,
  /** The connection is refused. */
  REFUSED,
  /** The request takes effect, and its answer is lost. */
  LOST_ANSWER,
  /** Of a GET: the body breaks off somewhere inside. Of a delete: some keys fail. */
  BROKEN
}
