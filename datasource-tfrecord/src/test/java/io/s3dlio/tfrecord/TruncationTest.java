package io.s3dlio.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.tfrecord.CorruptRecordException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file that ends anywhere gives the records before, and then an error unless it is a border. */
final class TruncationTest {

  private final List<byte[]> payloads = Frames.payloads(new SplittableRandom(4), 12, 60);
  private final byte[] file = Frames.file(payloads);

  @ParameterizedTest
  @EnumSource
  void everyPointIsACleanBorderOrAnError(VerifyCrc verify) throws IOException {
    for (int length = 0; length <= file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      for (int bufferBytes : new int[] {16, 50, 1 << 19}) {
        RecordReadOptions options =
            RecordReadOptions.DEFAULT.with(verify).withBufferBytes(bufferBytes);
        check(cut, RecordSource.whole(Frames.FILE, length), options);
        check(cut, RecordSource.ofUnknownLength(Frames.FILE), options);
      }
    }
  }

  private void check(byte[] cut, RecordSource source, RecordReadOptions options)
      throws IOException {
    int whole = 0;
    int border = 0;
    while (whole < payloads.size() && border + payloads.get(whole).length + 16 <= cut.length) {
      border += payloads.get(whole++).length + 16;
    }
    List<byte[]> found = new ArrayList<>();
    try {
      Frames.readInto(RecordReaders.open(Frames.channel(cut), source, options), found, 5);
      assertThat(cut.length).isEqualTo(border);
    } catch (CorruptRecordException e) {
      assertThat(cut.length).isGreaterThan(border);
      boolean header = cut.length - border < 12;
      boolean proved = options.verify() != VerifyCrc.OFF || source.end() < 0;
      // Without its CRC, a length that reaches beyond the file is believed less than the file is.
      Reason cutOff = proved ? Reason.TRUNCATED_RECORD : Reason.IMPOSSIBLE_LENGTH;
      assertThat(e.reason()).isEqualTo(header ? Reason.TRUNCATED_HEADER : cutOff);
      assertThat(e.recordNumber()).isEqualTo(whole);
      assertThat(e.offset()).isEqualTo(border);
    }
    assertThat(Frames.same(found, payloads.subList(0, whole))).isTrue();
  }
}
