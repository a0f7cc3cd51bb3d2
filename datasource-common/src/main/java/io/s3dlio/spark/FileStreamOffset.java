package io.s3dlio.spark;

import java.util.Map;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.jspecify.annotations.Nullable;

/** The last batch of a stream's log that has been given out; small, whatever the batches hold. */
final class FileStreamOffset extends Offset {

  private final long batch;

  /**
   * An offset.
   *
   * @param batch -1 before the first one
   */
  FileStreamOffset(long batch) {
    this.batch = batch;
  }

  static FileStreamOffset parse(String json) {
    Map<String, @Nullable Object> fields = Json.object(json);
    if (fields.get("logOffset") instanceof Long batch) {
      return new FileStreamOffset(batch);
    }
    throw new IllegalArgumentException("no offset of a stream of files: " + json);
  }

  long batch() {
    return batch;
  }

  @Override
  public String json() {
    return "{\"logOffset\":" + batch + "}";
  }
}
