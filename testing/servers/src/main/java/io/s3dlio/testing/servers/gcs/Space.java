package io.s3dlio.testing.servers.gcs;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of all objects, so that a test that goes wrong fails here and not the JVM. */
final class Space {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  /**
   * @param limit in bytes
   */
  Space(long limit) {
    this.limit = limit;
  }

  void take(long bytes) throws Refusal {
    if (used.addAndGet(bytes) > limit) {
      giveBack(bytes);
      throw new Refusal(507, "fakeFull", "The fake holds at most " + limit + " bytes");
    }
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }
}
