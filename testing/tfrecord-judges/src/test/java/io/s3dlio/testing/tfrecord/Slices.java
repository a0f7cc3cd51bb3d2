package io.s3dlio.testing.tfrecord;

import com.google.protobuf.ByteString;
import java.util.List;
import org.tensorflow.proto.Feature;

/** Values of bytes, one after the other in one array. */
@SuppressWarnings("ArrayRecordComponent") // As our writer takes them; never compared.
record Slices(byte[] bytes, int[] starts, int[] lengths) {

  static Slices of(List<Feature> features) {
    List<ByteString> values =
        features.stream()
            .flatMap(feature -> feature.getBytesList().getValueList().stream())
            .toList();
    int[] starts = new int[values.size()];
    int[] lengths = new int[values.size()];
    for (int i = 0, start = 0; i < starts.length; i++) {
      starts[i] = start;
      lengths[i] = values.get(i).size();
      start += lengths[i];
    }
    return new Slices(ByteString.copyFrom(values).toByteArray(), starts, lengths);
  }
}
