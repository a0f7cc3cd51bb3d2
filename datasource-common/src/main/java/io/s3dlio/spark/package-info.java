/**
 * What the Spark sources share: listing, partitions, packing, hidden columns, column vectors,
 * options and errors.
 */
@NullMarked
package io.s3dlio.spark;

import org.jspecify.annotations.NullMarked;
