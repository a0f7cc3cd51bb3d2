package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hadoop's checksum stream over ours: it shows our capabilities as its own, so we hide some. */
final class LocalChecksumStreamTest {
  private static final int LENGTH = 100_000;

  @Test
  void promisesNothingThatTheChecksumStreamLacks(@TempDir Path folder) throws IOException {
    try (FileSystem files = TestFiles.open("file:///", TestFiles.configuration());
        FSDataInputStream in = open(files, folder)) {
      assertThat(in.hasCapability(StreamCapabilities.READBYTEBUFFER)).isFalse();
      assertThat(in.hasCapability(StreamCapabilities.PREADBYTEBUFFER)).isFalse();
      assertThat(in.hasCapability(StreamCapabilities.UNBUFFER)).isFalse();
      in.unbuffer();
      assertThat(in.readAllBytes()).isEqualTo(TestFiles.data(LENGTH, 7));
    }
  }

  @Test
  void vectoredReadsCheckSumsThatSeveralRangesShare(@TempDir Path folder) throws Exception {
    List<FileRange> ranges =
        List.of(
            FileRange.createFileRange(10, 20),
            FileRange.createFileRange(40, 20),
            FileRange.createFileRange(70_000, 600));
    try (FileSystem files = TestFiles.open("file:///", TestFiles.configuration());
        FSDataInputStream in = open(files, folder)) {
      in.readVectored(ranges, ByteBuffer::allocate);
      byte[] all = TestFiles.data(LENGTH, 7);
      for (FileRange range : ranges) {
        int from = (int) range.getOffset();
        ByteBuffer expected = ByteBuffer.wrap(all, from, range.getLength());
        assertThat(range.getData().get()).isEqualTo(expected);
      }
    }
  }

  private static FSDataInputStream open(FileSystem files, Path folder) throws IOException {
    String path = folder.resolve("data").toString();
    TestFiles.write(files, path, TestFiles.data(LENGTH, 7));
    return files.open(new org.apache.hadoop.fs.Path(path));
  }
}
