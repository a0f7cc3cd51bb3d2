package io.s3dlio.fs;

import io.s3dlio.store.config.ConfigKey;
import io.s3dlio.store.config.Settings;
import java.time.Duration;
import java.util.List;

/**
 * Options that only the Hadoop FileSystem has.
 *
 * @param blockSize in bytes, what statuses report and splits are cut by
 * @param parentMemory how long an ancestor that was seen not to be a file is not looked at again
 * @param copies most objects copied at once by one rename of a directory
 * @param deletes most delete requests in flight for one delete of a directory
 */
record HadoopConfig(
    long blockSize, Sync sync, Probe probe, Duration parentMemory, int copies, int deletes) {

  /** What hflush and hsync do on a store whose files are invisible until they are closed. */
  enum Sync {
    WARN,
    FAIL
  }

  /** How the status of a path is found out. */
  enum Probe {
    PARALLEL,
    SERIAL
  }

  private static final ConfigKey<Long> BLOCK_SIZE =
      ConfigKey.size(
          "hadoop.block-size",
          "128MiB",
          "1KiB",
          "1TiB",
          "The block size that file statuses report; jobs split their input by it.");
  private static final ConfigKey<Sync> SYNC =
      ConfigKey.choice(
          "hadoop.sync",
          Sync.WARN,
          Sync.class,
          "What hflush and hsync do where a file is invisible until it is closed: one warning and"
              + " nothing else, or an UnsupportedOperationException.");
  private static final ConfigKey<Duration> PARENT_MEMORY =
      ConfigKey.duration(
          "hadoop.parent-memory",
          "60s",
          "0s",
          "1h",
          "How long create does not ask again whether an ancestor it has seen is a file.");
  private static final ConfigKey<Integer> COPIES =
      ConfigKey.integer(
          "hadoop.rename-concurrency",
          32,
          1,
          1024,
          "Most objects copied at once by the rename of one directory.");
  private static final ConfigKey<Integer> DELETES =
      ConfigKey.integer(
          "hadoop.delete-concurrency",
          8,
          1,
          256,
          "Most delete requests in flight for the removal of one directory.");
  private static final ConfigKey<Probe> PROBE =
      ConfigKey.choice(
          "status.probe",
          Probe.PARALLEL,
          Probe.class,
          "How the status of a path is found out: HEAD and LIST at once, one round trip; or LIST"
              + " only after a HEAD that found nothing, one request for a file.");

  /** Every option declared here. */
  static final List<ConfigKey<?>> KEYS =
      List.of(BLOCK_SIZE, SYNC, PARENT_MEMORY, COPIES, DELETES, PROBE);

  /**
   * Reads the options of this record.
   *
   * @throws IllegalArgumentException for a value out of its bounds
   */
  static HadoopConfig parse(Settings settings) {
    return new HadoopConfig(
        BLOCK_SIZE.in(settings),
        SYNC.in(settings),
        PROBE.in(settings),
        PARENT_MEMORY.in(settings),
        COPIES.in(settings),
        DELETES.in(settings));
  }
}
