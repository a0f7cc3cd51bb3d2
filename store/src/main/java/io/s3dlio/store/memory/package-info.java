/**
 * The backend that keeps objects on the heap, for tests and as the shortest reading of the
 * contract.
 */
@NullMarked
package io.s3dlio.store.memory;

import org.jspecify.annotations.NullMarked;
