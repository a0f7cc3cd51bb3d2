/**
 * Real servers for tests and the demo, a relay that counts requests and injects faults, and a check
 * for leaked threads and files.
 */
@NullMarked
package io.s3dlio.testing.servers;

import org.jspecify.annotations.NullMarked;
