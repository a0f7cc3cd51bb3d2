/** The backend for Amazon S3 and compatible stores, on the blocking client of the AWS SDK. */
@NullMarked
package io.s3dlio.store.s3;

import org.jspecify.annotations.NullMarked;
