package io.s3dlio.store;

import java.util.List;
import java.util.Optional;

/**
 * One page of a listing. Hidden temporary objects of unfinished writes never appear. On a local
 * store a recursive listing shows an empty directory as its marker {@code d/}.
 *
 * @param objects in the store's order
 * @param prefixes ending in {@code /}, each once a page; only of a listing that is not recursive
 * @param next present while there are more pages
 */
public record ListPage(List<ObjectStat> objects, List<String> prefixes, Optional<String> next) {
  public ListPage {
    objects = List.copyOf(objects);
    prefixes = List.copyOf(prefixes);
  }
}
