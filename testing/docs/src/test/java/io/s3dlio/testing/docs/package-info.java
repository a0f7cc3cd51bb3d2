/** Every command and example that a document shows is run or found in a file that is. */
@NullMarked
package io.s3dlio.testing.docs;

import org.jspecify.annotations.NullMarked;
