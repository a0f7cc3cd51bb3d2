/** What {@code ./s3dlio} runs: one class per verb. */
@NullMarked
package io.s3dlio.cli;

import org.jspecify.annotations.NullMarked;
