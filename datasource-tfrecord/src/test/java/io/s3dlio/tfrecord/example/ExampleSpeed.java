package io.s3dlio.tfrecord.example;

import io.s3dlio.tfrecord.RecordBlock;
import io.s3dlio.tfrecord.RecordReader;
import io.s3dlio.tfrecord.RecordReaders;
import io.s3dlio.tfrecord.RecordSource;
import io.s3dlio.tfrecord.RecordWriter;
import io.s3dlio.tfrecord.VerifyCrc;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures the codec alone, in records a second of one core's own time: Examples of 11 features, 5
 * int64, 5 float and one of 1 KiB bytes. Run by hand.
 */
public final class ExampleSpeed {

  private static final int BLOCKS = 20;
  private static final int RECORDS = 300;
  private static final int ROUNDS = 6;

  private ExampleSpeed() {}

  /** Without arguments. */
  public static void main(String[] arguments) throws IOException {
    List<FeatureSpec> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(FeatureSpec.scalar("f" + i, FeatureKind.FLOAT));
      all.add(FeatureSpec.scalar("i" + i, FeatureKind.INT64));
    }
    all.add(FeatureSpec.scalar("image", FeatureKind.BYTES));
    all.sort(FeatureSpec.WIRE_ORDER);
    ExampleWriter writer = new ExampleWriter(RecordType.EXAMPLE, all);
    List<RecordBlock> blocks = blocks(writer, all);
    measure("write 11 of 11", () -> write(writer, all, new Random(1), null));
    for (String name : List.of("i0", "image", "f4")) {
      FeatureSpec one = all.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
      ExampleDecoder decoder = new ExampleDecoder(RecordType.EXAMPLE, List.of(one));
      measure("decode 1 of 11: " + name, () -> decode(decoder, blocks));
    }
    ExampleDecoder ten = new ExampleDecoder(RecordType.EXAMPLE, all.subList(0, 10));
    measure("decode 10 of 11", () -> decode(ten, blocks));
    ExampleDecoder decoder = new ExampleDecoder(RecordType.EXAMPLE, all);
    measure("decode 11 of 11", () -> decode(decoder, blocks));
    List<FeatureSpec> lists =
        all.stream().map(spec -> FeatureSpec.list(spec.name(), spec.kind())).toList();
    ExampleDecoder arrays = new ExampleDecoder(RecordType.EXAMPLE, lists);
    measure("decode 11 of 11 as arrays", () -> decode(arrays, blocks));
    measureLists();
  }

  /** Lists of 10,000 values; a record of the result is a list. */
  private static void measureLists() {
    long[] small = new Random(1).longs(10_000, 0, 100).toArray();
    long[] middle = new Random(1).longs(10_000, 0, 1 << 20).toArray();
    long[] large = new Random(1).longs(10_000).toArray();
    for (long[] longs : List.of(small, middle, large)) {
      ExampleWriter writer =
          new ExampleWriter(RecordType.EXAMPLE, List.of(FeatureSpec.list("l", FeatureKind.INT64)));
      writer.begin();
      writer.int64List(0, longs, longs.length);
      measureList("10,000 int64, bytes: ", writer, FeatureKind.INT64);
    }
    ExampleWriter writer =
        new ExampleWriter(RecordType.EXAMPLE, List.of(FeatureSpec.list("l", FeatureKind.FLOAT)));
    writer.begin();
    writer.floatList(0, new float[10_000], 10_000);
    measureList("10,000 floats, bytes: ", writer, FeatureKind.FLOAT);
  }

  private static void measureList(String what, ExampleWriter writer, FeatureKind kind) {
    writer.finish();
    ExampleDecoder decoder =
        new ExampleDecoder(RecordType.EXAMPLE, List.of(FeatureSpec.list("l", kind)));
    measure(
        what + writer.length(),
        () -> 1 + decoder.decode(writer.array(), writer.start(), writer.length()));
  }

  /** Blocks as a reader delivers them, each with an array of its own. */
  private static List<RecordBlock> blocks(ExampleWriter writer, List<FeatureSpec> specs)
      throws IOException {
    List<RecordBlock> blocks = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      try (RecordWriter records = new RecordWriter(file)) {
        write(writer, specs, new Random(i), records);
      }
      try (RecordReader reader =
          RecordReaders.open(
              Channels.newChannel(new ByteArrayInputStream(file.toByteArray())),
              RecordSource.whole("memory", file.size()),
              VerifyCrc.OFF)) {
        RecordBlock block = new RecordBlock();
        if (reader.read(block, RECORDS)) {
          blocks.add(block);
        }
      }
    }
    return blocks;
  }

  private static long write(
      ExampleWriter writer, List<FeatureSpec> specs, Random random, @Nullable RecordWriter to) {
    byte[] image = new byte[1024];
    random.nextBytes(image);
    int base = random.nextInt();
    for (int record = 0; record < RECORDS; record++) {
      writer.begin();
      for (int i = 0; i < specs.size(); i++) {
        switch (specs.get(i).kind()) {
          case INT64 -> writer.int64(i, (long) base >> record % 40);
          case FLOAT -> writer.float32(i, record + i);
          case BYTES -> writer.bytes(i, image, 0, image.length);
        }
      }
      writer.finish();
      if (to != null) {
        try {
          to.write(writer.array(), writer.start(), writer.length());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return RECORDS;
  }

  private static long decode(ExampleDecoder decoder, List<RecordBlock> blocks) {
    long records = 0;
    for (RecordBlock block : blocks) {
      if (decoder.decode(block) != 0) {
        throw new IllegalStateException(decoder.problems().toString());
      }
      records += block.count();
    }
    return records;
  }

  private static void measure(String what, LongSupplier work) {
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      long records = 0;
      long nanos = 0;
      while (nanos < 250_000_000L) {
        records += work.getAsLong();
        nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
      }
      best = Math.max(best, records * 1e9 / nanos);
    }
    System.out.printf("%-28s %6.2f M records/s %7.1f ns%n", what, best / 1e6, 1e9 / best);
  }
}
