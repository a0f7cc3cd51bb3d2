package io.s3dlio.fs;

import io.s3dlio.store.ObjectStat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;

/** The objects of a listing page by page, for {@code Parallel.forEach}. For one thread. */
final class KeyPages implements Iterator<List<ObjectStat>> {

  private final PageWalk pages;

  KeyPages(PageWalk pages) {
    this.pages = pages;
  }

  @Override
  public boolean hasNext() {
    return pages.hasNext();
  }

  @Override
  public List<ObjectStat> next() {
    try {
      return pages.next().objects();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
