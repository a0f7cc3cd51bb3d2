/**
 * The Spark source {@code tfrecord}: what users name and what Spark calls first. The names of the
 * public types here are kept from release to release; public types of the packages below are public
 * for each other only.
 *
 * <p>Begin with {@link TfRecordSource}, which Spark finds by the short name, and {@link
 * TfRecordTable}, which leads to reads ({@code plan}, then {@code read} in the tasks) and to writes
 * ({@link TfRecordWriteBuilder} for SQL, {@code v1} for {@code df.write}, then {@code write} in the
 * tasks). Both sides meet in {@code row}, where records become rows and back, and in {@code
 * option}. {@link TfRecordFunctions} and {@link TfRecordExtensions} lead to {@code function},
 * {@link TfRecordIndexes} to indexes built by a job.
 */
@NullMarked
package io.s3dlio.tfrecord.spark;

import org.jspecify.annotations.NullMarked;
