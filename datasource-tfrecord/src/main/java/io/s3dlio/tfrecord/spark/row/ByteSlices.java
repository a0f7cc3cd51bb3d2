package io.s3dlio.tfrecord.spark.row;

import io.s3dlio.tfrecord.spark.option.WriteErrors;
import io.s3dlio.tfrecord.spark.row.TypeMapping.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;

/**
 * Strings and binaries of a row as slices of one array: of the row's own where that holds them all,
 * else of a copy. Not thread-safe.
 */
final class ByteSlices {

  private static final byte[] NOTHING = new byte[0];

  private byte[] array = NOTHING;
  private byte[] own = NOTHING;
  private int used;
  private int[] starts = new int[16];
  private int[] lengths = new int[16];
  private int count;

  void clear() {
    array = NOTHING;
    used = 0;
    count = 0;
  }

  byte[] array() {
    return array;
  }

  int[] starts() {
    return starts;
  }

  int[] lengths() {
    return lengths;
  }

  int count() {
    return count;
  }

  /** Adds a value that is not null. */
  void add(SpecializedGetters from, int ordinal, Value value, DataType type) {
    if (value == Value.DECIMAL) {
      DecimalType decimal = (DecimalType) type;
      add(
          from.getDecimal(ordinal, decimal.precision(), decimal.scale())
              .toJavaBigDecimal()
              .toPlainString()
              .getBytes(StandardCharsets.US_ASCII));
    } else if (value == Value.STRING
        || from instanceof UnsafeRow
        || from instanceof UnsafeArrayData) {
      // Unsafe rows keep a binary as they keep a string, and show the latter without a copy.
      ByteBuffer bytes = from.getUTF8String(ordinal).getByteBuffer();
      add(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    } else {
      add(from.getBinary(ordinal));
    }
  }

  private void add(byte[] bytes) {
    add(bytes, 0, bytes.length);
  }

  private void add(byte[] bytes, int start, int length) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      lengths = Arrays.copyOf(lengths, count * 2);
    }
    int at = start;
    if (count == 0) {
      array = bytes;
    } else if (array != bytes) {
      gather(length);
      System.arraycopy(bytes, start, own, used, length);
      at = used;
      used += length;
    }
    starts[count] = at;
    lengths[count++] = length;
  }

  /** Moves what there is into an array of our own, with room for more. */
  private void gather(int more) {
    if (array != own) {
      long all = more;
      for (int i = 0; i < count; i++) {
        all += lengths[i];
      }
      byte[] from = array;
      reserve(all);
      for (int i = 0; i < count; i++) {
        System.arraycopy(from, starts[i], own, used, lengths[i]);
        starts[i] = used;
        used += lengths[i];
      }
    } else {
      reserve((long) used + more);
    }
    array = own;
  }

  private void reserve(long bytes) {
    if (bytes > Integer.MAX_VALUE - 16) {
      throw WriteErrors.RECORD_TOO_LONG.exception();
    }
    if (bytes > own.length) {
      own = Arrays.copyOf(own, (int) Math.min(Integer.MAX_VALUE - 16, bytes * 2));
    }
  }
}
