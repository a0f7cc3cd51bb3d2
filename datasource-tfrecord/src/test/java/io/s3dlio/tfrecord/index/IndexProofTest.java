package io.s3dlio.tfrecord.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.tfrecord.RecordWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Files of one length are told apart by their records. */
final class IndexProofTest {

  @Test
  void theFileItselfPasses() throws Exception {
    for (int count = 0; count <= 12; count++) {
      int[] payloads = new int[count];
      RecordIndex index = indexOf(payloads);
      IndexProof.prove(index, new BytesReader(file(payloads)), pair(index));
    }
  }

  @Test
  void fewBytesAreRead() throws Exception {
    int[] payloads = new int[10_000];
    RecordIndex index = indexOf(payloads);
    BytesReader reader = new BytesReader(file(payloads));
    IndexProof.prove(index, reader, pair(index));
    assertThat(reader.ranges).hasSizeLessThanOrEqualTo(6);
    assertThat(reader.ranges).allMatch(range -> range.length() == 12);
  }

  @Test
  void anotherFileOfThatLengthIsNoticed() throws Exception {
    RecordIndex index = indexOf(30, 10, 20);
    for (int[] other : new int[][] {{10, 20, 30}, {60 + 32}, {30, 30 + 16}, {30, 20, 10}}) {
      byte[] file = file(other);
      assertThat(file.length).isEqualTo((int) index.fileLength());
      assertThatThrownBy(() -> IndexProof.prove(index, new BytesReader(file), pair(index)))
          .isInstanceOf(IndexRefusedException.class)
          .hasMessageContaining("no header of such a record is there");
    }
  }

  @Test
  void aFileCutMeanwhileIsNoTrap() throws Exception {
    RecordIndex index = indexOf(30, 10);
    byte[] cut = Arrays.copyOf(file(30, 10), 50);
    BytesReader reader = new BytesReader(cut);
    assertThatThrownBy(() -> IndexProof.prove(index, reader, pair(index)))
        .isInstanceOf(IndexRefusedException.class);
    assertThat(reader.ranges).containsExactly(ByteRange.of(46, 12));
  }

  private static IndexPair pair(RecordIndex index) {
    return new IndexPair("_d.s3idx", "d", index.fileLength());
  }

  private static RecordIndex indexOf(int... payloads) {
    IndexBuilder builder = new IndexBuilder();
    for (int payload : payloads) {
      builder.add(payload + 16);
    }
    return builder.build();
  }

  private static byte[] file(int... payloads) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RecordWriter writer = new RecordWriter(out)) {
      for (int payload : payloads) {
        writer.write(new byte[payload]);
      }
    }
    return out.toByteArray();
  }
}
