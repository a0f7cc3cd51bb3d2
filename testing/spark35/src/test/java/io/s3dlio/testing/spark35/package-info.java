/** The jobs of the demo on a stock Spark 3.5, whose Hadoop is 3.3.4. */
@NullMarked
package io.s3dlio.testing.spark35;

import org.jspecify.annotations.NullMarked;
