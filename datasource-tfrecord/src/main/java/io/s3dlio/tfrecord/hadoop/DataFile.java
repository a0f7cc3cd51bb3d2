package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.spark.ListedFile;
import java.io.Serializable;

/**
 * A data file that was found.
 *
 * @param file as it was listed
 * @param path below the directory that was named; the name alone when the file itself was
 */
public record DataFile(ListedFile file, String path) implements Serializable {}
