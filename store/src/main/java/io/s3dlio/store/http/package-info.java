/**
 * What the services that are reached over HTTP have in common: connections, ranged reads, bodies.
 */
@NullMarked
package io.s3dlio.store.http;

import org.jspecify.annotations.NullMarked;
