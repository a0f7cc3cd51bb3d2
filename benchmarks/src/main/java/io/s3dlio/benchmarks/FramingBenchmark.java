package io.s3dlio.benchmarks;

import io.s3dlio.tfrecord.RecordBlock;
import io.s3dlio.tfrecord.RecordReader;
import io.s3dlio.tfrecord.RecordReaders;
import io.s3dlio.tfrecord.RecordSource;
import io.s3dlio.tfrecord.VerifyCrc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Records of 1.2 KB out of memory: one copy into the reader's buffer, frames, CRCs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FramingBenchmark {

  /** Which CRCs are compared. */
  @Param({"FULL", "LENGTH", "OFF"})
  public VerifyCrc verify = VerifyCrc.FULL;

  private final RecordBlock block = new RecordBlock();
  private byte[] file = {};

  /** Makes the file. */
  @Setup
  public void setUp() throws IOException {
    file = Sample.file();
  }

  /** Records a second. */
  @Benchmark
  @OperationsPerInvocation(Sample.RECORDS)
  public int read() throws IOException {
    int records = 0;
    try (RecordReader reader =
        RecordReaders.open(
            Channels.newChannel(new ByteArrayInputStream(file)),
            RecordSource.whole("memory", file.length),
            verify)) {
      while (reader.read(block, Integer.MAX_VALUE)) {
        records += block.count();
      }
    }
    return records;
  }
}
