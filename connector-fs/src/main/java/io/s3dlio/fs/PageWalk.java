package io.s3dlio.fs;

import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one listing, one after the other; while a page is looked at the next one is on its
 * way. For one thread.
 */
final class PageWalk {

  private final ObjectStore store;
  private final IoRuntime runtime;
  private final ListQuery query;
  private boolean begun;
  private @Nullable FutureTask<ListPage> following;

  /** Sends nothing yet. */
  PageWalk(ObjectStore store, IoRuntime runtime, ListQuery query) {
    this.store = store;
    this.runtime = runtime;
    this.query = query;
  }

  /** Whether there is another page; the first one always is. */
  boolean hasNext() {
    return !begun || following != null;
  }

  /** Waits for the next page and starts fetching the one after it. */
  ListPage next() throws IOException {
    ListPage page;
    if (!begun) {
      begun = true;
      page = store.list(query);
    } else if (following != null) {
      page = await(following);
    } else {
      throw new NoSuchElementException("no more pages");
    }
    following = page.next().map(this::fetch).orElse(null);
    return page;
  }

  private FutureTask<ListPage> fetch(String token) {
    FutureTask<ListPage> task = new FutureTask<>(() -> store.list(query.withNext(token)));
    runtime.executor().execute(task);
    return task;
  }

  private static ListPage await(FutureTask<ListPage> task) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted while listing");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException("listing failed", e.getCause());
    }
  }
}
