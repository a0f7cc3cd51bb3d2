/** The one HTTP client of the services whose SDKs take any: a bounded pool, proxies, trust. */
@NullMarked
package io.s3dlio.store.http;

import org.jspecify.annotations.NullMarked;
