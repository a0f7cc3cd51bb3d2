/**
 * What a task does to write: rows into framed records, compressed, with the index beside the file.
 * Begin with {@link TfRecordOutputWriter}.
 */
@NullMarked
package io.s3dlio.tfrecord.spark.write;

import org.jspecify.annotations.NullMarked;
