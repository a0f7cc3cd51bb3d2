package io.s3dlio.fs;

import io.s3dlio.store.ObjectStat;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The files of a listing one by one, with markers set aside. For one thread. */
final class FilesOf implements Iterator<ObjectStat> {

  private final Iterator<List<ObjectStat>> pages;
  private final Collection<ObjectStat> markers;
  private Iterator<ObjectStat> current = List.<ObjectStat>of().iterator();
  private @Nullable ObjectStat next;

  /**
   * @param markers receives the markers, in the order of the listing
   */
  FilesOf(Iterator<List<ObjectStat>> pages, Collection<ObjectStat> markers) {
    this.pages = pages;
    this.markers = markers;
  }

  @Override
  public boolean hasNext() {
    while (next == null) {
      if (current.hasNext()) {
        ObjectStat stat = current.next();
        if (Listings.isMarker(stat)) {
          markers.add(stat);
        } else {
          next = stat;
        }
      } else if (pages.hasNext()) {
        current = pages.next().iterator();
      } else {
        return false;
      }
    }
    return true;
  }

  @Override
  public ObjectStat next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("no more files");
    }
    ObjectStat file = next;
    next = null;
    return file;
  }
}
