package io.s3dlio.benchmarks;

import io.s3dlio.tfrecord.RecordWriter;
import io.s3dlio.tfrecord.example.ExampleWriter;
import io.s3dlio.tfrecord.example.FeatureKind;
import io.s3dlio.tfrecord.example.FeatureSpec;
import io.s3dlio.tfrecord.example.RecordType;
import io.s3dlio.tfrecord.index.IndexFormat;
import io.s3dlio.tfrecord.index.IndexNames;
import io.s3dlio.tfrecord.index.IndexPair;
import io.s3dlio.tfrecord.index.IndexReader;
import io.s3dlio.tfrecord.index.IndexWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The sets that are measured, written by our own writer, the same again each time.
 *
 * @param directory where they lie, each in a directory of its own
 * @param scale 1 for the sets of docs/performance.md, less for a try
 */
record DataSets(Path directory, double scale) {

  /** Features of the small records, in the order of the wire. */
  static final List<FeatureSpec> FEATURES = features();

  private static final int FILES = 8;
  private static final int BLOB = 1024;
  private static final int IMAGE = 100 * 1024;
  private static final int LABELS = 1000;
  private static final String DONE = "_DONE";

  /**
   * A set.
   *
   * @param bytes of its data files
   */
  record DataSet(Path directory, long rows, long bytes) {}

  /**
   * 3.1 GB of 1.2 KB: five integers, five floats, a blob of 1 KiB; 8 files. So many that what any
   * job of Spark costs, some 0.1 s, does not count for much.
   */
  DataSet small() throws IOException {
    return make("small", scaled(2_500_000), FILES, (payloads, random) -> payloads.small(random));
  }

  /** One file of 4.3 GB of the same records. */
  DataSet one() throws IOException {
    return make("one", scaled(3_500_000), 1, (payloads, random) -> payloads.small(random));
  }

  /** 1 GB of images of 100 KiB; 8 files. */
  DataSet big() throws IOException {
    return make("big", scaled(10_000), FILES, (payloads, random) -> payloads.big(random));
  }

  /** 10 million records of one integer, each file with an index beside it; 8 files. */
  DataSet indexed() throws IOException {
    return make("indexed", scaled(10_000_000), FILES, (payloads, random) -> payloads.tiny(random));
  }

  private long scaled(long rows) {
    return Math.max(FILES, (long) (rows * scale));
  }

  private interface Maker {
    ExampleWriter payload(Payloads payloads, SplittableRandom random);
  }

  private DataSet make(String name, long rows, int files, Maker maker) throws IOException {
    Path set = directory.resolve(name + "-" + rows);
    if (!Files.exists(set.resolve(DONE))) {
      Files.createDirectories(set);
      for (int file = 0; file < files; file++) {
        long count = rows * (file + 1) / files - rows * file / files;
        write(set, "part-%05d.tfrecord".formatted(file), file, count, maker);
      }
      Files.createFile(set.resolve(DONE));
    }
    long bytes = 0;
    for (Path file : files(set)) {
      bytes += Files.size(file);
    }
    return new DataSet(set, rows, bytes);
  }

  /**
   * The text index of the indexed set's first file, as DALI wants it.
   *
   * @return the index's file; it lies in a directory of its own, where nobody takes it for one
   */
  Path textIndex() throws IOException {
    Path set = indexed().directory();
    Path data = files(set).get(0);
    Path target = directory.resolve("text-" + set.getFileName());
    if (!Files.exists(target)) {
      byte[] compact =
          Files.readAllBytes(
              data.resolveSibling(
                  IndexNames.hidden(data.getFileName().toString(), IndexFormat.COMPACT)));
      IndexPair pair = new IndexPair("compact", data.toString(), Files.size(data));
      Path partial = Files.createTempFile(directory, "text", ".partial");
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
        IndexWriter.write(
            IndexReader.read(new MemoryReader(compact), compact.length, pair).index(),
            out,
            IndexFormat.TEXT);
      }
      Files.move(partial, target);
    }
    return target;
  }

  /** The data files of a set, by name. */
  static List<Path> files(Path set) throws IOException {
    try (var files = Files.list(set)) {
      return files.filter(file -> file.toString().endsWith(".tfrecord")).sorted().toList();
    }
  }

  private static void write(Path set, String name, long seed, long count, Maker maker)
      throws IOException {
    Payloads payloads = new Payloads();
    SplittableRandom random = new SplittableRandom(seed);
    boolean isIndexed = set.getFileName().toString().startsWith("indexed");
    Path index = set.resolve(IndexNames.hidden(name, IndexFormat.COMPACT));
    try (RecordWriter records = new RecordWriter(Files.newOutputStream(set.resolve(name)));
        OutputStream out =
            isIndexed
                ? new BufferedOutputStream(Files.newOutputStream(index))
                : OutputStream.nullOutputStream()) {
      IndexWriter sizes = IndexWriter.to(out, IndexFormat.COMPACT);
      for (long i = 0; i < count; i++) {
        long before = records.position();
        ExampleWriter example = maker.payload(payloads, random);
        records.write(example.array(), example.start(), example.length());
        sizes.add(records.position() - before);
      }
      sizes.finish();
    }
  }

  private static List<FeatureSpec> features() {
    List<FeatureSpec> features = new ArrayList<>();
    features.add(FeatureSpec.scalar("blob", FeatureKind.BYTES));
    for (int i = 0; i < 5; i++) {
      features.add(FeatureSpec.scalar("f" + i, FeatureKind.FLOAT));
    }
    for (int i = 0; i < 5; i++) {
      features.add(FeatureSpec.scalar("i" + i, FeatureKind.INT64));
    }
    return features;
  }

  /** Makes payloads; bytes that no compressor could shrink. */
  static final class Payloads {

    private final byte[] noise = new byte[IMAGE * 2];
    private final ExampleWriter small = new ExampleWriter(RecordType.EXAMPLE, FEATURES);
    private final ExampleWriter big =
        new ExampleWriter(
            RecordType.EXAMPLE,
            List.of(
                FeatureSpec.scalar("image", FeatureKind.BYTES),
                FeatureSpec.scalar("label", FeatureKind.INT64)));
    private final ExampleWriter tiny =
        new ExampleWriter(RecordType.EXAMPLE, List.of(FeatureSpec.scalar("id", FeatureKind.INT64)));

    Payloads() {
      new SplittableRandom(1).nextBytes(noise);
    }

    ExampleWriter small(SplittableRandom random) {
      small.begin();
      small.bytes(0, noise, random.nextInt(noise.length - BLOB), BLOB);
      for (int i = 1; i <= 5; i++) {
        small.float32(i, random.nextInt() * 0x1p-31f);
      }
      small.int64(6, random.nextInt(LABELS));
      for (int i = 7; i <= 10; i++) {
        small.int64(i, random.nextLong() >>> 8);
      }
      small.finish();
      return small;
    }

    ExampleWriter big(SplittableRandom random) {
      big.begin();
      big.bytes(0, noise, random.nextInt(noise.length - IMAGE), IMAGE);
      big.int64(1, random.nextInt(LABELS));
      big.finish();
      return big;
    }

    ExampleWriter tiny(SplittableRandom random) {
      tiny.begin();
      tiny.int64(0, random.nextLong());
      tiny.finish();
      return tiny;
    }
  }
}
