package io.s3dlio.store;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names one write attempt, so that a refusal after a lost answer can be told from another writer's
 * success. Stored as object metadata under {@link #METADATA_NAME} and hidden from users.
 *
 * @param value 32 lower-case hexadecimal digits
 */
public record WriteId(String value) {

  /** The metadata name under which a write id is stored. */
  public static final String METADATA_NAME = "s3dlio-write-id";

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

  public WriteId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a write id: " + value);
    }
  }

  /** A new id that no other write has. */
  public static WriteId random() {
    return new WriteId(UUID.randomUUID().toString().replace("-", ""));
  }
}
