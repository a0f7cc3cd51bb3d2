package io.s3dlio.store.gcs;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.util.DateTime;
import com.google.api.services.storage.model.StorageObject;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.WriteId;
import java.math.BigInteger;
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
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The words of the JSON API and ours, in both directions. The generation is the etag. */
final class GcsMapping {

  /** The fields of an object that a status needs: answers carry many more. */
  static final String STAT_FIELDS =
      "name,size,generation,updated,contentType,contentEncoding,contentDisposition,"
          + "contentLanguage,cacheControl,metadata";

  /** The fields of an object that a write answers with. */
  static final String WRITTEN_FIELDS = "size,generation";

  private static final Pattern GENERATION = Pattern.compile("[1-9]\\d{0,17}");
  private static final Pattern METADATA_NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");

  private GcsMapping() {}

  /**
   * The generation that an etag stands for; empty for a text that can be none. 0 is none: as a
   * condition it would mean "absent".
   */
  static OptionalLong generation(String etag) {
    return GENERATION.matcher(etag).matches()
        ? OptionalLong.of(Long.parseLong(etag))
        : OptionalLong.empty();
  }

  /** A generation as an etag. */
  static String etag(@Nullable Long generation) {
    return generation == null ? "" : Long.toString(generation);
  }

  /** A number in a header; empty for what is none. */
  static OptionalLong number(@Nullable String text) {
    return text != null && text.matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /**
   * An object to be written, with headers, metadata and write id.
   *
   * @throws UnsupportedOperationException for {@code expires}, which the service does not keep
   */
  static StorageObject described(String key, PutOptions options) {
    if (options.headers().containsKey("expires")) {
      throw new UnsupportedOperationException(
          "Google Cloud Storage keeps no expires header (its page \"Object metadata\"); use"
              + " cache-control");
    }
    Map<String, String> headers = options.headers();
    return new StorageObject()
        .setName(key)
        .setContentType(headers.get("content-type"))
        .setContentEncoding(headers.get("content-encoding"))
        .setContentDisposition(headers.get("content-disposition"))
        .setContentLanguage(headers.get("content-language"))
        .setCacheControl(headers.get("cache-control"))
        .setMetadata(metadata(options));
  }

  private static @Nullable Map<String, String> metadata(PutOptions options) {
    Map<String, String> stored = new HashMap<>();
    options
        .metadata()
        .forEach(
            (name, value) -> {
              if (!METADATA_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                    "metadata name \"" + name + "\" is no lower-case HTTP token");
              }
              stored.put(name, value);
            });
    options.writeId().ifPresent(id -> stored.put(WriteId.METADATA_NAME, id.value()));
    return stored.isEmpty() ? null : stored;
  }

  /** All that an answer says about an object. */
  static ObjectStat stat(String key, StorageObject object) {
    Map<String, String> headers = new HashMap<>();
    put(headers, "content-type", object.getContentType());
    put(headers, "content-encoding", object.getContentEncoding());
    put(headers, "content-disposition", object.getContentDisposition());
    put(headers, "content-language", object.getContentLanguage());
    put(headers, "cache-control", object.getCacheControl());
    Map<String, String> metadata = new HashMap<>();
    if (object.getMetadata() != null) {
      object
          .getMetadata()
          .forEach((name, value) -> put(metadata, name.toLowerCase(Locale.ROOT), value));
    }
    Optional<WriteId> writeId = writeId(metadata.remove(WriteId.METADATA_NAME));
    return new ObjectStat(
        key,
        size(object),
        etag(object.getGeneration()),
        Optional.ofNullable(instant(object.getUpdated())),
        headers,
        metadata,
        writeId);
  }

  static long size(StorageObject object) {
    BigInteger size = object.getSize();
    return size == null ? 0 : size.longValueExact();
  }

  static @Nullable Instant instant(@Nullable DateTime time) {
    return time == null ? null : Instant.ofEpochMilli(time.getValue());
  }

  /** What the headers of a download say, which is less than a status. */
  static ObjectStat stat(String key, long size, HttpHeaders answer) {
    Map<String, String> headers = new HashMap<>();
    put(headers, "content-type", answer.getContentType());
    put(headers, "content-encoding", answer.getContentEncoding());
    put(headers, "content-disposition", answer.getFirstHeaderStringValue("content-disposition"));
    put(headers, "content-language", answer.getFirstHeaderStringValue("content-language"));
    put(headers, "cache-control", answer.getCacheControl());
    String generation = answer.getFirstHeaderStringValue("x-goog-generation");
    return new ObjectStat(
        key,
        size,
        generation == null ? "" : generation,
        modified(answer.getLastModified()),
        headers,
        Map.of(),
        Optional.empty());
  }

  private static Optional<Instant> modified(@Nullable String httpDate) {
    try {
      return httpDate == null
          ? Optional.empty()
          : Optional.of(
              ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<WriteId> writeId(@Nullable String value) {
    try {
      return value == null ? Optional.empty() : Optional.of(new WriteId(value));
    } catch (IllegalArgumentException e) {
      // Somebody else's metadata of our name.
      return Optional.empty();
    }
  }

  private static void put(Map<String, String> map, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      map.put(name, value);
    }
  }

  /** CRC32C of the remaining bytes; the buffer is left as it was. */
  static int crc32c(ByteBuffer body) {
    CRC32C crc = new CRC32C();
    crc.update(body.duplicate());
    return (int) crc.getValue();
  }

  /** A CRC32C as the service spells it: base64 of four bytes, the highest first. */
  static String base64(int crc32c) {
    return Base64.getEncoder().encodeToString(ByteBuffer.allocate(4).putInt(crc32c).array());
  }
}
