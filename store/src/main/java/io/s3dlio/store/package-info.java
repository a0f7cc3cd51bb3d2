/**
 * The store contract: one small interface per thing, values, exceptions, and the way to open a
 * store.
 */
@NullMarked
package io.s3dlio.store;

import org.jspecify.annotations.NullMarked;
