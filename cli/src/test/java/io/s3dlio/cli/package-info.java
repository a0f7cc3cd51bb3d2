/** The launcher, as a user at a terminal meets it. */
@NullMarked
package io.s3dlio.cli;

import org.jspecify.annotations.NullMarked;
