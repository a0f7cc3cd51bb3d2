package io.s3dlio.store.s3;

import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.WriteId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** The words of S3's headers and ours, in both directions. */
final class S3Mapping {

  private static final Pattern METADATA_NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern HEADER_VALUE = Pattern.compile("([!-~]([ -~]*[!-~])?)?");

  private S3Mapping() {}

  /** An etag without the quotes that S3 puts around it in some answers. */
  static String etag(@Nullable String quoted) {
    if (quoted == null) {
      return "";
    }
    boolean quotes = quoted.length() >= 2 && quoted.startsWith("\"") && quoted.endsWith("\"");
    return quotes ? quoted.substring(1, quoted.length() - 1) : quoted;
  }

  /** An etag as conditions and part lists want it. */
  static String quoted(String etag) {
    return etag.startsWith("W/") || etag.equals("*") ? etag : "\"" + etag + "\"";
  }

  /** User metadata and write id as they are stored. */
  static Map<String, String> metadata(PutOptions options) {
    return metadata(options.metadata(), options.writeId());
  }

  /**
   * User metadata and write id as they are stored.
   *
   * @throws IllegalArgumentException for a name or value that a header cannot carry: servers differ
   *     in what they make of such, so none is sent
   */
  static Map<String, String> metadata(Map<String, String> metadata, Optional<WriteId> writeId) {
    Map<String, String> stored = new HashMap<>();
    metadata.forEach(
        (name, value) -> {
          if (!METADATA_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                "metadata name \"" + name + "\" is no lower-case HTTP token");
          }
          stored.put(name, plain(name, value));
        });
    writeId.ifPresent(id -> stored.put(WriteId.METADATA_NAME, id.value()));
    return stored;
  }

  /** A header's value, empty when it is not among the options. */
  static @Nullable String header(PutOptions options, String name) {
    String value = options.headers().get(name);
    return value == null ? null : plain(name, value);
  }

  /** The {@code expires} header as S3's model wants it. */
  static @Nullable Instant expires(PutOptions options) {
    String value = options.headers().get("expires");
    if (value == null) {
      return null;
    }
    try {
      return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "expires is no HTTP date such as Sun, 06 Nov 1994 08:49:37 GMT: " + value, e);
    }
  }

  private static String plain(String name, String value) {
    if (!HEADER_VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "the value of "
              + name
              + " must be printable ASCII without spaces at its ends: S3 keeps nothing else");
    }
    return value;
  }

  static ObjectStat stat(String key, HeadObjectResponse answer) {
    Map<String, String> headers = new HashMap<>();
    put(headers, "content-type", answer.contentType());
    put(headers, "content-encoding", answer.contentEncoding());
    put(headers, "content-disposition", answer.contentDisposition());
    put(headers, "content-language", answer.contentLanguage());
    put(headers, "cache-control", answer.cacheControl());
    put(headers, "expires", answer.expiresString());
    Long size = answer.contentLength();
    return stat(
        key,
        size == null ? 0 : size,
        answer.eTag(),
        answer.lastModified(),
        headers,
        answer.metadata());
  }

  static ObjectStat stat(String key, long size, GetObjectResponse answer) {
    Map<String, String> headers = new HashMap<>();
    put(headers, "content-type", answer.contentType());
    put(headers, "content-encoding", answer.contentEncoding());
    put(headers, "content-disposition", answer.contentDisposition());
    put(headers, "content-language", answer.contentLanguage());
    put(headers, "cache-control", answer.cacheControl());
    put(headers, "expires", answer.expiresString());
    return stat(key, size, answer.eTag(), answer.lastModified(), headers, answer.metadata());
  }

  private static ObjectStat stat(
      String key,
      long size,
      @Nullable String etag,
      @Nullable Instant modified,
      Map<String, String> headers,
      Map<String, String> stored) {
    Map<String, String> metadata = new HashMap<>();
    stored.forEach((name, value) -> metadata.put(name.toLowerCase(Locale.ROOT), value));
    Optional<WriteId> writeId = writeId(metadata.remove(WriteId.METADATA_NAME));
    return new ObjectStat(
        key, size, etag(etag), Optional.ofNullable(modified), headers, metadata, writeId);
  }

  private static Optional<WriteId> writeId(@Nullable String value) {
    try {
      return value == null ? Optional.empty() : Optional.of(new WriteId(value));
    } catch (IllegalArgumentException e) {
      // Somebody else's metadata of our name.
      return Optional.empty();
    }
  }

  private static void put(Map<String, String> headers, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      headers.put(name, value);
    }
  }

  /** CRC32C of the remaining bytes; the buffer is left as it was. */
  static int crc32c(ByteBuffer body) {
    CRC32C crc = new CRC32C();
    crc.update(body.duplicate());
    return (int) crc.getValue();
  }

  /** A CRC32C as S3's headers spell it. */
  static String base64(int crc32c) {
    return Base64.getEncoder().encodeToString(ByteBuffer.allocate(4).putInt(crc32c).array());
  }

  /** The reverse of {@link #base64}; empty for what is none. */
  static OptionalInt crc32c(@Nullable String base64) {
    if (base64 == null || base64.length() != 8) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(ByteBuffer.wrap(Base64.getDecoder().decode(base64)).getInt());
    } catch (RuntimeException e) {
      return OptionalInt.empty();
    }
  }
}
