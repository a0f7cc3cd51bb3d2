package io.s3dlio.benchmarks;

import io.s3dlio.tfrecord.index.IndexFormat;
import io.s3dlio.tfrecord.index.IndexPair;
import io.s3dlio.tfrecord.index.IndexReader;
import io.s3dlio.tfrecord.index.IndexWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Indexes of a million records of about 1.2 KB, parsed out of memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class IndexBenchmark {

  private static final int RECORDS = 1_000_000;
  private static final int LEAST = 1100;
  private static final int MOST = 1300;

  /** How the index is written. */
  @Param({"TEXT", "BINARY16", "COMPACT"})
  public IndexFormat format = IndexFormat.TEXT;

  private byte[] index = {};
  private IndexPair pair = new IndexPair("", "", 0);

  /** Writes the index, and says how long it is: the figures are indexes a second. */
  @Setup
  public void setUp() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    IndexWriter writer = IndexWriter.to(out, format);
    long end = 0;
    for (int i = 0; i < RECORDS; i++) {
      long size = random.nextInt(LEAST, MOST);
      writer.add(size);
      end += size;
    }
    writer.finish();
    index = out.toByteArray();
    pair = new IndexPair("index", "data", end);
    System.out.printf("%s: %,d bytes%n", format, index.length);
  }

  /** Indexes of a million records a second. */
  @Benchmark
  public long parse() throws IOException {
    return IndexReader.read(new MemoryReader(index), index.length, pair).index().count();
  }
}
