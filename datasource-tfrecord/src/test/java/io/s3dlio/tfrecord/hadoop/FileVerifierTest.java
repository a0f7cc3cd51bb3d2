package io.s3dlio.tfrecord.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.CorruptFormatException;
import io.s3dlio.tfrecord.CorruptRecordException;
import io.s3dlio.tfrecord.RecordCompression;
import io.s3dlio.tfrecord.index.IndexRefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.util.ReflectionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files and their indexes are proved byte for byte. */
final class FileVerifierTest {
  private final Configuration settings = new Configuration();
  private final FileVerifier verifier = new FileVerifier(settings);
  private final Path folder;

  FileVerifierTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @EnumSource
  void filesOfEachCompressionAreVerifiedAndCounted(RecordCompression compression) throws Exception {
    TfRecordFiles.write(folder.resolve("a"), compression, 10, 20, 3000);
    FileSummary summary = verifier.verify(only());
    assertThat(summary.records()).isEqualTo(3);
    assertThat(summary.bytes()).isEqualTo(26 + 36 + 3016);
    assertThat(verifier.count(only())).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void moreRecordsThanABlockHoldsAreCounted(RecordCompression compression) throws Exception {
    TfRecordFiles.write(folder.resolve("a"), compression, new int[10_000]);
    assertThat(verifier.count(only())).isEqualTo(10_000);
    assertThat(verifier.verify(only()).records()).isEqualTo(10_000);
  }

  @Test
  void aBlockFormatOfHadoopsIsToldByTheName() throws Exception {
    Path plain = TfRecordFiles.write(folder.resolve("plain"), 10, 20, 3000);
    Path blocks = folder.resolve("a.bz2");
    CompressionCodec codec = ReflectionUtils.newInstance(BZip2Codec.class, settings);
    try (OutputStream out = codec.createOutputStream(Files.newOutputStream(blocks))) {
      Files.copy(plain, out);
    }
    Files.delete(plain);
    assertThat(verifier.verify(only()).records()).isEqualTo(3);
    assertThat(verifier.count(only())).isEqualTo(3);
    assertThatThrownBy(() -> new FileIndexer(settings, IndexPlan.DEFAULT).index(only()))
        .hasMessageContaining("is compressed (BZip2Codec)");
  }

  @Test
  void eachBitOfAFileCounts() throws Exception {
    byte[] bytes = Files.readAllBytes(TfRecordFiles.write(folder.resolve("a"), 10, 20));
    for (int bit = 0; bit < bytes.length * 8; bit += 3) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(folder.resolve("a"), bytes);
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> verifier.verify(only())).isInstanceOf(CorruptRecordException.class);
    }
  }

  @Test
  void aRightIndexIsAccepted() throws Exception {
    TfRecordFiles.write(folder.resolve("a"), 10, 20, 30);
    new FileIndexer(settings, IndexPlan.DEFAULT).index(only());
    assertThat(verifier.verify(only()).records()).isEqualTo(3);
    assertThat(verifier.count(only())).isEqualTo(3);
  }

  /** The lines fit each other and the file's length, and only the records show that it is wrong. */
  @Test
  void anIndexWithOtherBordersIsFound() throws Exception {
    TfRecordFiles.write(folder.resolve("a"), 10, 20, 30);
    Files.writeString(folder.resolve("a.idx"), "0 26\n26 46\n72 36\n");
    assertThatThrownBy(() -> verifier.verify(only()))
        .isInstanceOf(CorruptFormatException.class)
        .hasMessageContaining("a.idx is wrong: record 2")
        .hasMessageContaining("begins at 62, not at 72");
    Files.writeString(folder.resolve("a.idx"), "0 26\n26 82\n");
    assertThatThrownBy(() -> verifier.verify(only())).hasMessageContaining("record 2");
  }

  /** Each record begins where it says, and more that are none: only its end shows that. */
  @Test
  void anIndexThatGoesOnInsideTheLastRecordIsFound() throws Exception {
    TfRecordFiles.write(folder.resolve("a"), 10, 20, 30);
    Files.writeString(folder.resolve("a.idx"), "0 26\n26 36\n62 20\n82 26\n");
    assertThatThrownBy(() -> verifier.verify(only()))
        .isInstanceOf(CorruptFormatException.class)
        .hasMessageContaining("a has 3 records, and it has 4")
        .hasMessageContaining("index --force");
  }

  @Test
  void anIndexOfAnotherFileIsRefused() throws Exception {
    TfRecordFiles.write(folder.resolve("a"), 10, 20, 30);
    Files.writeString(folder.resolve("a.tfindex"), "0 26\n26 36\n");
    assertThatThrownBy(() -> verifier.verify(only())).isInstanceOf(IndexRefusedException.class);
    assertThatThrownBy(() -> verifier.count(only()))
        .isInstanceOf(IndexRefusedException.class)
        .hasMessageContaining("its 2 records end at 62, the file at 108");
  }

  private DataFile only() throws IOException {
    return DataFiles.list(settings, List.of(folder.toString())).get(0);
  }
}
