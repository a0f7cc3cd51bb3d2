/** Google Cloud Storage over its JSON API. */
@NullMarked
package io.s3dlio.store.gcs;

import org.jspecify.annotations.NullMarked;
