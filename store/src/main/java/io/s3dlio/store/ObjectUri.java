package io.s3dlio.store;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a store's root or of one object in it: {@code scheme://authority/path}.
 *
 * <p>Not a URI in the sense of RFC 3986: nothing is decoded and nothing is normalised, because keys
 * are not URIs.
 *
 * @param scheme lower-case
 * @param authority the bucket, or {@code container@account}; empty for local files
 * @param path what follows the authority's slash; the key, or for local files the absolute path
 *     without its leading slash
 */
public record ObjectUri(String scheme, String authority, String path) {

  private static final Pattern FORM =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/]*)(?:/(.*))?", Pattern.DOTALL);

  public ObjectUri {
    scheme = scheme.toLowerCase(Locale.ROOT);
    if (authority.indexOf('/') >= 0) {
      throw new IllegalArgumentException("a slash in the authority " + authority);
    }
  }

  /**
   * Splits a text at {@code ://} and the next {@code /}.
   *
   * @throws IllegalArgumentException when there is no scheme
   */
  public static ObjectUri parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not of the form scheme://bucket/key or scheme:///path");
    }
    return new ObjectUri(form.group(1), form.group(2), form.group(3) == null ? "" : form.group(3));
  }

  /** The address of a key below this root. */
  public ObjectUri resolve(String key) {
    if (path.isEmpty() || key.isEmpty()) {
      return new ObjectUri(scheme, authority, path + key);
    }
    return new ObjectUri(scheme, authority, path.endsWith("/") ? path + key : path + "/" + key);
  }

  @Override
  public String toString() {
    return scheme + "://" + authority + "/" + path;
  }
}
