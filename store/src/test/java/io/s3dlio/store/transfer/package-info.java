/** Tests of the engine over a store in memory. */
@NullMarked
package io.s3dlio.store.transfer;

import org.jspecify.annotations.NullMarked;
