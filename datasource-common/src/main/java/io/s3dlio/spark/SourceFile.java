package io.s3dlio.spark;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * A file of a data set and the partition it is in. Travels to tasks.
 *
 * @param partition values of the partition columns in Spark's internal form; no fields where there
 *     are no such columns
 */
public record SourceFile(ListedFile file, InternalRow partition) implements Serializable {}
