/** The Hadoop FileSystem over a store: paths, directories, streams, statistics. */
@NullMarked
package io.s3dlio.fs;

import org.jspecify.annotations.NullMarked;
