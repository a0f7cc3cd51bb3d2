package io.s3dlio.store.memory;

import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.PreconditionFailedException;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.UploadToken;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * What one bucket holds. Readers and listings walk the maps freely; whoever decides before it
 * writes holds the bucket's lock.
 */
final class MemoryBucket {

  /** One version of one object; bytes are read-only and go from 0 to the limit. */
  record Version(ByteBuffer bytes, ObjectStat stat) {}

  /** An unfinished upload: what came so far, by part number. */
  record Pending(UploadToken token, Instant started, ConcurrentMap<Integer, Received> parts) {}

  /** The bytes of one part. */
  record Received(ByteBuffer bytes, String etag) {}

  final ConcurrentNavigableMap<String, Version> objects = new ConcurrentSkipListMap<>();
  final ConcurrentMap<String, Pending> uploads = new ConcurrentHashMap<>();

  boolean isEmpty() {
    return objects.isEmpty();
  }

  Version require(String key, String uri) throws FileNotFoundException {
    Version version = objects.get(key);
    if (version == null) {
      throw new FileNotFoundException("no such object: " + uri);
    }
    return version;
  }

  /** Writes an object when the condition holds, in one step. */
  synchronized ObjectStat write(
      String key, ByteBuffer bytes, ObjectStat described, PutCondition condition, String uri)
      throws IOException {
    judge(condition, objects.get(key), uri);
    objects.put(key, new Version(bytes, described));
    return described;
  }

  /** Turns an upload into its object when the condition holds, in one step. */
  synchronized ObjectStat finish(
      UploadToken token, ByteBuffer bytes, ObjectStat described, String uri) throws IOException {
    ObjectStat stat = write(token.key(), bytes, described, token.options().condition(), uri);
    uploads.remove(token.id());
    return stat;
  }

  /** The uploads whose key begins with {@code prefix}, by key and id. */
  NavigableMap<String, Pending> uploadsBelow(String prefix) {
    NavigableMap<String, Pending> found = new TreeMap<>();
    for (Map.Entry<String, Pending> entry : uploads.entrySet()) {
      String key = entry.getValue().token().key();
      if (key.startsWith(prefix)) {
        found.put(key + '\n' + entry.getKey(), entry.getValue());
      }
    }
    return found;
  }

  static String newEtag() {
    return UUID.randomUUID().toString();
  }

  private static void judge(PutCondition condition, @Nullable Version current, String uri)
      throws IOException {
    if (condition instanceof PutCondition.IfAbsent && current != null) {
      throw new FileAlreadyExistsException(uri, null, "the object exists");
    }
    if (condition instanceof PutCondition.IfMatch match) {
      if (current == null) {
        throw new PreconditionFailedException(uri + " is gone, expected etag " + match.etag());
      }
      if (!current.stat().etag().equals(match.etag())) {
        throw new PreconditionFailedException(
            uri + " has etag " + current.stat().etag() + ", expected " + match.etag());
      }
    }
  }
}
