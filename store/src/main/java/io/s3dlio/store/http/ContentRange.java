package io.s3dlio.store.http;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Content-Range} (RFC 9110, section 14.4), as far as it can be read.
 *
 * @param start the first byte of the body; empty in the answer to a range that cannot be
 * @param total the object's size in bytes
 */
public record ContentRange(OptionalLong start, OptionalLong total) {

  private static final Pattern FORM =
      Pattern.compile("bytes (?:(\\d{1,18})-[^/]*|\\*)/(\\d{1,18}|\\*)");

  /** Reads a header; of one that is none of this form nothing is known. */
  public static ContentRange parse(String header) {
    Matcher form = FORM.matcher(header);
    return form.matches()
        ? new ContentRange(number(form.group(1)), number(form.group(2)))
        : new ContentRange(OptionalLong.empty(), OptionalLong.empty());
  }

  private static OptionalLong number(@Nullable String digits) {
    return digits == null || digits.equals("*")
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(digits));
  }
}
