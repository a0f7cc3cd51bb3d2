package io.s3dlio.spark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory whose name and parents' names say {@code column=value}, as Hive writes them.
 *
 * @param base the directory above the first such name, or, where there is none, the directory
 *     itself
 * @param columns names, from the outermost directory inwards
 * @param values as written, unescaped; null for Hive's name of null
 */
record PartitionPath(String base, List<String> columns, List<@Nullable String> values) {

  /** What Hive calls null, and the empty text, in a directory's name. */
  static final String HIVE_NULL = "__HIVE_DEFAULT_PARTITION__";

  /**
   * Reads a directory's path upwards to one of the bases, or to the first name that is no partition
   * after one that was.
   *
   * @param bases without trailing slash
   * @return null for a directory that a writer left behind
   * @throws SourceException for a name without column or value
   */
  static @Nullable PartitionPath of(String directory, Set<String> bases) {
    List<String> columns = new ArrayList<>();
    List<@Nullable String> values = new ArrayList<>();
    String current = directory;
    while (!bases.contains(current)) {
      String name = current.substring(current.lastIndexOf('/') + 1);
      if (name.toLowerCase(Locale.ROOT).equals("_temporary")) {
        return null;
      }
      int sign = name.indexOf('=');
      if (sign >= 0) {
        columns.add(column(directory, name.substring(0, sign)));
        values.add(value(directory, name.substring(sign + 1)));
      } else if (!columns.isEmpty()) {
        break;
      }
      String parent = parent(current);
      if (parent.equals(current)) {
        break;
      }
      current = parent;
    }
    Collections.reverse(columns);
    Collections.reverse(values);
    return new PartitionPath(columns.isEmpty() ? directory : current, columns, values);
  }

  private static String column(String directory, String escaped) {
    if (escaped.isEmpty()) {
      throw CommonErrors.PARTITION_NAME.exception("path", directory);
    }
    return unescape(escaped);
  }

  private static @Nullable String value(String directory, String escaped) {
    if (escaped.isEmpty()) {
      throw CommonErrors.PARTITION_NAME.exception("path", directory);
    }
    return escaped.equals(HIVE_NULL) ? null : unescape(escaped);
  }

  /** The path without its last name; a root is its own parent. */
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    boolean isAuthority = slash > 0 && path.charAt(slash - 1) == '/';
    return slash <= 0 || isAuthority ? path : path.substring(0, slash);
  }

  /** The path without slashes at its end. */
  static String plain(String path) {
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  /** Hive's escapes: a per cent sign and two hexadecimal digits for one character below 256. */
  static String unescape(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      int code = text.charAt(i) == '%' && i + 2 < text.length() ? hex(text, i + 1) : -1;
      if (code < 0) {
        plain.append(text.charAt(i));
      } else {
        plain.append((char) code);
        i += 2;
      }
    }
    return plain.toString();
  }

  private static int hex(String text, int at) {
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
