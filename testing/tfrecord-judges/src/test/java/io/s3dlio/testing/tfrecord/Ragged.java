package io.s3dlio.testing.tfrecord;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** TensorFlow's column of lists, or of lists of lists, of different lengths. */
final class Ragged {

  private final List<String> values;
  private final long[] outer;
  private final long @Nullable [] inner;

  Ragged(Output<?> values, Output<?> outer, @Nullable Output<?> inner) {
    try (TType tensor = values.asTensor()) {
      this.values = texts(tensor);
    }
    this.outer = longs(outer);
    this.inner = inner == null ? null : longs(inner);
  }

  /** The rows in the words of {@link Texts}. */
  List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row + 1 < outer.length; row++) {
      rows.add(inner == null ? list(outer, row) : lists(inner, outer[row], outer[row + 1]));
    }
    return rows;
  }

  private String lists(long[] splits, long first, long end) {
    StringBuilder text = new StringBuilder();
    for (long i = first; i < end; i++) {
      text.append('[').append(list(splits, Math.toIntExact(i))).append(']');
    }
    return text.toString();
  }

  private String list(long[] splits, int i) {
    return String.join(",", values.subList((int) splits[i], (int) splits[i + 1]));
  }

  private static List<String> texts(TType tensor) {
    List<String> texts = new ArrayList<>();
    if (tensor instanceof TInt64 longs) {
      longs.scalars().forEach(value -> texts.add(Texts.of(value.getLong())));
    } else if (tensor instanceof TFloat32 floats) {
      floats.scalars().forEach(value -> texts.add(Texts.of(value.getFloat())));
    } else if (tensor instanceof TString strings) {
      strings.asBytes().scalars().forEach(value -> texts.add(Texts.of(value.getObject())));
    } else {
      throw new IllegalArgumentException(tensor.getClass().getName());
    }
    return texts;
  }

  private static long[] longs(Output<?> splits) {
    try (TInt64 tensor = (TInt64) splits.asTensor()) {
      long[] longs = new long[Math.toIntExact(tensor.size())];
      for (int i = 0; i < longs.length; i++) {
        longs[i] = tensor.getLong(i);
      }
      return longs;
    }
  }
}
