/** The backend for local files: buffered ({@code file}) and O_DIRECT ({@code direct}). */
@NullMarked
package io.s3dlio.store.local;

import org.jspecify.annotations.NullMarked;
