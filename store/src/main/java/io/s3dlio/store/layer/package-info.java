/** Layers: each an object store around another one. */
@NullMarked
package io.s3dlio.store.layer;

import org.jspecify.annotations.NullMarked;
