package io.s3dlio.store;

import java.io.IOException;

/**
 * One key that a batch delete could not remove.
 *
 * @param cause why, as the exception that a single delete would have thrown
 */
public record DeleteFailure(String key, IOException cause) {}
