package io.s3dlio.store;

import io.s3dlio.store.config.Settings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;

/** What a backend is opened with: shared options, its own options by name, and the runtime. */
public record StoreContext(StoreConfig config, Settings settings, IoRuntime runtime) {}
