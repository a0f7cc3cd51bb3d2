/**
 * The engine: the only place that starts I/O in parallel; owns threads, buffers, clock and timer.
 */
@NullMarked
package io.s3dlio.store.transfer;

import org.jspecify.annotations.NullMarked;
