@NullMarked
package io.s3dlio.fs;

import org.jspecify.annotations.NullMarked;
