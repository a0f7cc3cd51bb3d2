/**
 * The inside of {@link io.s3dlio.testing.servers.GcsFake}: Google Cloud Storage's JSON interface in
 * memory, one class for each duty. Comments name the page of Google's documentation that a
 * behaviour follows.
 */
@NullMarked
package io.s3dlio.testing.servers.gcs;

import org.jspecify.annotations.NullMarked;
