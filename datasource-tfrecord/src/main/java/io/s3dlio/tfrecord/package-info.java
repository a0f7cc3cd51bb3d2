/** TFRecord files: records and their masked CRC32C, compression, borders. Knows no Spark. */
@NullMarked
package io.s3dlio.tfrecord;

import org.jspecify.annotations.NullMarked;
