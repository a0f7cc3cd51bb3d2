package io.s3dlio.store.transfer;

import io.s3dlio.store.Limits;

/**
 * How large each part of an upload is: as configured at first, then doubled again and again so that
 * the number of parts that the service allows always suffices.
 *
 * <p>With S3's 10,000 parts and 8 MiB it doubles every 625 parts up to 1 GiB, which makes 6 TiB.
 */
final class PartSizes {

  private static final long LARGEST = 1L << 30;
  private static final int STEPS = 16;

  private final long first;
  private final long largest;
  private final int maxParts;
  private final int partsPerStep;

  PartSizes(int wanted, Limits limits) {
    largest = Math.max(limits.minPartSize(), Math.min(limits.maxPartSize(), LARGEST));
    first = Math.min(Math.max(wanted, limits.minPartSize()), largest);
    maxParts = limits.maxParts();
    partsPerStep = Math.max(1, maxParts / STEPS);
  }

  /**
   * Size of a part in bytes.
   *
   * @param number from 1
   */
  int of(int number) {
    long size = first;
    for (int step = (number - 1) / partsPerStep; step > 0 && size < largest; step--) {
      size *= 2;
    }
    return Math.toIntExact(Math.min(size, largest));
  }

  /** Most parts. */
  int maxParts() {
    return maxParts;
  }
}
