package io.s3dlio.store.local;

import io.s3dlio.store.config.ConfigKey;
import io.s3dlio.store.config.Settings;
import java.util.List;

/**
 * Options of local files.
 *
 * @param fsync whether a write waits until the disk has it
 */
record LocalConfig(boolean fsync) {

  private static final ConfigKey<Boolean> FSYNC =
      ConfigKey.flag(
          "local.fsync",
          false,
          "Whether a finished write waits until the disk has the file and its name; without it a"
              + " power failure may lose what was written last.");

  /** Every option declared here. */
  static final List<ConfigKey<?>> KEYS = List.of(FSYNC);

  static LocalConfig parse(Settings settings) {
    return new LocalConfig(FSYNC.in(settings));
  }
}
