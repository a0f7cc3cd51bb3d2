/** Azure Blob Storage. */
@NullMarked
package io.s3dlio.store.azure;

import org.jspecify.annotations.NullMarked;
