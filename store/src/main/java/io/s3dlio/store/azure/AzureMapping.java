package io.s3dlio.store.azure;

import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.WriteId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of Azure's headers and ours, in both directions. */
final class AzureMapping {

  /** "Naming and referencing containers, blobs, and metadata": identifiers of C#. */
  private static final Pattern METADATA_NAME = Pattern.compile("[a-z_][a-z0-9_]*");

  private static final Pattern HEADER_VALUE = Pattern.compile("[!-~]([ -~]*[!-~])?");

  /** A write id's name as Azure takes it: without hyphens. */
  static final String WRITE_ID = WriteId.METADATA_NAME.replace('-', '_');

  private static final String METADATA_PREFIX = "x-ms-meta-";

  private AzureMapping() {}

  /** An etag without the quotes that are around it in some answers. */
  static String etag(@Nullable String quoted) {
    if (quoted == null) {
      return "";
    }
    boolean quotes = quoted.length() >= 2 && quoted.startsWith("\"") && quoted.endsWith("\"");
    return quotes ? quoted.substring(1, quoted.length() - 1) : quoted;
  }

  /** An etag as conditions want it. */
  static String quoted(String etag) {
    return "\"" + etag(etag) + "\"";
  }

  /** What a write must meet. */
  static BlobRequestConditions conditions(PutCondition condition) {
    BlobRequestConditions conditions = new BlobRequestConditions();
    if (condition instanceof PutCondition.IfAbsent) {
      conditions.setIfNoneMatch("*");
    } else if (condition instanceof PutCondition.IfMatch match) {
      conditions.setIfMatch(quoted(match.etag()));
    }
    return conditions;
  }

  /**
   * User metadata and write id as they are stored.
   *
   * @throws IllegalArgumentException for a name or value that Azure does not keep
   */
  static Map<String, String> metadata(Map<String, String> metadata, Optional<WriteId> writeId) {
    Map<String, String> stored = new HashMap<>();
    metadata.forEach(
        (name, value) -> {
          if (!METADATA_NAME.matcher(name).matches() || name.equals(WRITE_ID)) {
            throw new IllegalArgumentException(
                "metadata name \""
                    + name
                    + "\": Azure takes lower-case letters, digits and underscores, beginning with"
                    + " no digit");
          }
          stored.put(name, plain(name, value));
        });
    writeId.ifPresent(id -> stored.put(WRITE_ID, id.value()));
    return stored;
  }

  /**
   * Content headers as they are stored.
   *
   * @throws UnsupportedOperationException for {@code expires}, which Azure has not
   */
  static BlobHttpHeaders headers(PutOptions options, ObjectUri uri) {
    if (options.headers().containsKey("expires")) {
      throw new UnsupportedOperationException(
          uri + ": Azure keeps no expires header; use cache-control");
    }
    return new BlobHttpHeaders()
        .setContentType(header(options, "content-type"))
        .setContentEncoding(header(options, "content-encoding"))
        .setContentDisposition(header(options, "content-disposition"))
        .setContentLanguage(header(options, "content-language"))
        .setCacheControl(header(options, "cache-control"));
  }

  private static @Nullable String header(PutOptions options, String name) {
    String value = options.headers().get(name);
    return value == null ? null : plain(name, value);
  }

  private static String plain(String name, String value) {
    if (!HEADER_VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "the value of "
              + name
              + " must be printable ASCII, not empty and without spaces at its ends: Azure keeps"
              + " nothing else");
    }
    return value;
  }

  static ObjectStat stat(String key, BlobProperties answer) {
    Map<String, String> headers = new HashMap<>();
    put(headers, "content-type", answer.getContentType());
    put(headers, "content-encoding", answer.getContentEncoding());
    put(headers, "content-disposition", answer.getContentDisposition());
    put(headers, "content-language", answer.getContentLanguage());
    put(headers, "cache-control", answer.getCacheControl());
    return stat(
        key,
        answer.getBlobSize(),
        answer.getETag(),
        instant(answer.getLastModified()),
        headers,
        answer.getMetadata());
  }

  static ObjectStat stat(BlobItem item) {
    Long size = item.getProperties().getContentLength();
    return stat(
        item.getName(),
        size == null ? 0 : size,
        item.getProperties().getETag(),
        instant(item.getProperties().getLastModified()),
        Map.of(),
        item.getMetadata());
  }

  static ObjectStat stat(String key, long size, HttpHeaders answer) {
    Map<String, String> headers = new HashMap<>();
    put(headers, "content-type", answer.getValue(HttpHeaderName.CONTENT_TYPE));
    put(headers, "content-encoding", answer.getValue(HttpHeaderName.CONTENT_ENCODING));
    put(headers, "content-disposition", answer.getValue(HttpHeaderName.CONTENT_DISPOSITION));
    put(headers, "content-language", answer.getValue(HttpHeaderName.CONTENT_LANGUAGE));
    put(headers, "cache-control", answer.getValue(HttpHeaderName.CACHE_CONTROL));
    Map<String, String> stored = new HashMap<>();
    for (HttpHeader header : answer) {
      String name = header.getName().toLowerCase(Locale.ROOT);
      if (name.startsWith(METADATA_PREFIX)) {
        stored.put(name.substring(METADATA_PREFIX.length()), header.getValue());
      }
    }
    return stat(
        key,
        size,
        answer.getValue(HttpHeaderName.ETAG),
        date(answer.getValue(HttpHeaderName.LAST_MODIFIED)),
        headers,
        stored);
  }

  private static ObjectStat stat(
      String key,
      long size,
      @Nullable String etag,
      Optional<Instant> modified,
      Map<String, String> headers,
      @Nullable Map<String, String> stored) {
    Map<String, String> metadata = new HashMap<>();
    if (stored != null) {
      // In a listing the SDK gives an empty value as null.
      stored.forEach(
          (name, value) ->
              metadata.put(name.toLowerCase(Locale.ROOT), Objects.requireNonNullElse(value, "")));
    }
    Optional<WriteId> writeId = writeId(metadata.remove(WRITE_ID));
    return new ObjectStat(key, size, etag(etag), modified, headers, metadata, writeId);
  }

  private static Optional<WriteId> writeId(@Nullable String value) {
    try {
      return value == null ? Optional.empty() : Optional.of(new WriteId(value));
    } catch (IllegalArgumentException e) {
      // Somebody else's metadata of our name.
      return Optional.empty();
    }
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }

  private static Optional<Instant> date(@Nullable String text) {
    try {
      return text == null
          ? Optional.empty()
          : Optional.of(
              ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static void put(Map<String, String> headers, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      headers.put(name, value);
    }
  }

  /** MD5 of the remaining bytes; the buffer is left as it was. */
  static byte[] md5(ByteBuffer body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(body.duplicate());
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
