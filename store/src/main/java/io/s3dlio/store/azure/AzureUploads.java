package io.s3dlio.store.azure;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The uploads that one store has aborted, as far as it remembers: the service cannot be told.
 * Thread-safe.
 */
final class AzureUploads {

  /**
   * Most ids that are remembered; the oldest are forgotten, and their parts lapse by themselves.
   */
  private static final int MOST = 10_000;

  private final Map<String, Boolean> aborted =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST;
        }
      };

  synchronized void abort(String id) {
    aborted.put(id, true);
  }

  synchronized boolean isAborted(String id) {
    return aborted.containsKey(id);
  }
}
