package io.s3dlio.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.s3dlio.tfrecord.RecordBlock;
import io.s3dlio.tfrecord.RecordReadOptions;
import io.s3dlio.tfrecord.RecordReader;
import io.s3dlio.tfrecord.RecordReaders;
import io.s3dlio.tfrecord.RecordSource;
import io.s3dlio.tfrecord.example.ExampleDecoder;
import io.s3dlio.tfrecord.example.ExampleWriter;
import io.s3dlio.tfrecord.example.FeatureKind;
import io.s3dlio.tfrecord.example.FeatureSpec;
import io.s3dlio.tfrecord.example.RecordType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tensorflow.proto.Example;

/** Examples of 11 features and 1.2 KB, in batches of about 400, decoded and encoded in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ExampleBenchmark {

  private static final int BATCH = 400;

  private final RecordBlock block = new RecordBlock();
  private final ExampleDecoder all = new ExampleDecoder(RecordType.EXAMPLE, DataSets.FEATURES);
  private final ExampleDecoder one =
      new ExampleDecoder(RecordType.EXAMPLE, List.of(FeatureSpec.scalar("i0", FeatureKind.INT64)));
  private final DataSets.Payloads payloads = new DataSets.Payloads();
  private final SplittableRandom random = new SplittableRandom(2);

  /** Fills one block. */
  @Setup
  public void setUp() throws IOException {
    byte[] file = Sample.file();
    try (RecordReader reader =
        RecordReaders.open(
            Channels.newChannel(new ByteArrayInputStream(file)),
            RecordSource.whole("memory", file.length),
            RecordReadOptions.DEFAULT)) {
      reader.read(block, BATCH);
    }
    if (block.count() != BATCH) {
      throw new IllegalStateException(block.count() + " records in a block");
    }
  }

  /** Records a second, all 11 features. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int decodeAll() {
    return all.decode(block);
  }

  /** Records a second, one integer of 11 features. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int decodeOne() {
    return one.decode(block);
  }

  /** Records a second, all features, by Google's runtime. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int protobufDecodeAll() throws InvalidProtocolBufferException {
    int features = 0;
    for (int i = 0; i < BATCH; i++) {
      features +=
          Example.parser()
              .parseFrom(block.bytes(), block.start(i), block.length(i))
              .getFeatures()
              .getFeatureCount();
    }
    return features;
  }

  /** Records a second, random values drawn included. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int encode() {
    int bytes = 0;
    for (int i = 0; i < BATCH; i++) {
      ExampleWriter example = payloads.small(random);
      bytes += example.length();
    }
    return bytes;
  }
}
