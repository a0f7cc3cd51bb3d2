/** Where each record of a file lies: index files, read and written. Knows no Spark. */
@NullMarked
package io.s3dlio.tfrecord.index;

import org.jspecify.annotations.NullMarked;
