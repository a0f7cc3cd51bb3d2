/** Options: each declared once as a key, parsed at the edge into small records. */
@NullMarked
package io.s3dlio.store.config;

import org.jspecify.annotations.NullMarked;
