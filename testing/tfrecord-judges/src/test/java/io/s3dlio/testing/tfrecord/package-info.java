/** Other programs' TFRecord code, asked what it makes of ours, and ours of theirs. */
@NullMarked
package io.s3dlio.testing.tfrecord;

import org.jspecify.annotations.NullMarked;
