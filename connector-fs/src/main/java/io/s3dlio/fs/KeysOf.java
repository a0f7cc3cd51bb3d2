package io.s3dlio.fs;

import io.s3dlio.store.ObjectStat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The keys of a listing one by one, with those that need other treatment set aside. For one thread.
 */
final class KeysOf implements Iterator<String> {

  private final Iterator<List<ObjectStat>> pages;
  private final Predicate<ObjectStat> plain;
  private final Consumer<ObjectStat> aside;
  private Iterator<ObjectStat> current = List.<ObjectStat>of().iterator();
  private String next = "";

  /**
   * @param plain tells the objects whose keys are wanted here
   * @param aside receives all others, in the order of the listing
   */
  KeysOf(
      Iterator<List<ObjectStat>> pages, Predicate<ObjectStat> plain, Consumer<ObjectStat> aside) {
    this.pages = pages;
    this.plain = plain;
    this.aside = aside;
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty()) {
      if (current.hasNext()) {
        ObjectStat stat = current.next();
        if (plain.test(stat)) {
          next = stat.key();
        } else {
          aside.accept(stat);
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
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more keys");
    }
    String key = next;
    next = "";
    return key;
  }
}
