/** Tests of the framing, by bytes that are put together here by the format's own description. */
@NullMarked
package io.s3dlio.tfrecord;

import org.jspecify.annotations.NullMarked;
