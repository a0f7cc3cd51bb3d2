package io.s3dlio.benchmarks;

import io.s3dlio.benchmarks.Contender.Role;
import io.s3dlio.benchmarks.DataSets.DataSet;
import io.s3dlio.benchmarks.PythonTensorFlow.Tuning;
import io.s3dlio.tfrecord.VerifyCrc;
import io.s3dlio.tfrecord.index.IndexPair;
import io.s3dlio.tfrecord.index.IndexReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The rows of docs/performance.md. */
final class Cases implements AutoCloseable {

  /** A case that is put together when its turn comes: its set may have to be written first. */
  interface Maker {
    Case make() throws IOException;
  }

  private static final int CORES = 2;
  private static final int POINTS = 1000;

  private final DataSets sets;
  private final SparkSession spark;
  private final @Nullable PythonTensorFlow python;
  private final Limits limits = new Limits(CORES);
  private final Limits one = new Limits(1);

  Cases(DataSets sets, SparkSession spark, @Nullable PythonTensorFlow python) {
    this.sets = sets;
    this.spark = spark;
    this.python = python;
  }

  /** All cases by their ids, in the order of the page. */
  Map<String, Maker> all() {
    Map<String, Maker> all = new LinkedHashMap<>();
    for (VerifyCrc verify : VerifyCrc.values()) {
      String word = verify.name().toLowerCase(Locale.ROOT);
      all.put("small-all-" + word, () -> smallAll(verify, word));
    }
    for (VerifyCrc verify : VerifyCrc.values()) {
      String word = verify.name().toLowerCase(Locale.ROOT);
      all.put("small-one-" + word, () -> smallOne(verify, word));
    }
    all.put("small-count", this::smallCount);
    for (VerifyCrc verify : List.of(VerifyCrc.FULL, VerifyCrc.LENGTH)) {
      String word = verify.name().toLowerCase(Locale.ROOT);
      all.put("big-all-" + word, () -> bigAll(verify, word));
    }
    all.put("count-indexed", this::countIndexed);
    all.put("one-file-all", this::oneFileAll);
    all.put("one-file-one", this::oneFileOne);
    all.put("points", this::points);
    all.put("index-text", this::indexText);
    return all;
  }

  private Case smallAll(VerifyCrc verify, String word) throws IOException {
    DataSet set = sets.small();
    List<Contender> contenders = new ArrayList<>();
    contenders.add(ours(word).decode(set.directory(), Sparks.SMALL, set.rows()));
    contenders.add(limits.frames(set.directory(), verify));
    if (verify == VerifyCrc.FULL) {
      contenders.add(limits.pageCache(set.directory()));
      contenders.add(limits.copy(set.directory()));
      addHadoop(contenders, hadoop -> hadoop.decode(set.directory()));
      addPython(contenders, "small", set);
    }
    return of(
        "small-all-" + word,
        "all 11 columns of 1.2 KB Examples, to the noop sink",
        word,
        "1.5 M rows/s",
        set,
        contenders);
  }

  private Case smallOne(VerifyCrc verify, String word) throws IOException {
    DataSet set = sets.small();
    List<Contender> contenders = new ArrayList<>();
    contenders.add(ours(word).sum(set.directory()));
    contenders.add(limits.frames(set.directory(), verify));
    if (verify == VerifyCrc.FULL) {
      contenders.add(limits.pageCache(set.directory()));
      addHadoop(contenders, hadoop -> hadoop.sum(set.directory()));
      addPython(contenders, "sum", set);
    }
    return of(
        "small-one-" + word,
        "the sum of one integer of 11 columns of 1.2 KB Examples",
        word,
        "2.5 GB/s",
        set,
        contenders);
  }

  private Case smallCount() throws IOException {
    DataSet set = sets.small();
    List<Contender> contenders = new ArrayList<>();
    contenders.add(ours("full").count(set.directory(), Sparks.SMALL));
    contenders.add(limits.frames(set.directory(), VerifyCrc.FULL));
    contenders.add(one.frames(set.directory(), VerifyCrc.FULL));
    contenders.add(one.pageCache(set.directory()));
    addHadoop(contenders, hadoop -> hadoop.count(set.directory()));
    addPython(contenders, "count", set);
    return of(
        "small-count",
        "count(*) of 1.2 KB Examples without an index",
        "full",
        "-",
        set,
        contenders);
  }

  private Case bigAll(VerifyCrc verify, String word) throws IOException {
    DataSet set = sets.big();
    List<Contender> contenders = new ArrayList<>();
    contenders.add(ours(word).decode(set.directory(), Sparks.BIG, set.rows()));
    contenders.add(limits.frames(set.directory(), verify));
    contenders.add(limits.pageCache(set.directory()));
    contenders.add(limits.copy(set.directory()));
    if (verify == VerifyCrc.FULL) {
      addHadoop(contenders, hadoop -> hadoop.decode(set.directory()));
      addPython(contenders, "big", set);
    }
    return of(
        "big-all-" + word,
        "both columns of Examples with 100 KiB of binary, to the noop sink",
        word,
        "2 GB/s",
        set,
        contenders);
  }

  private Case countIndexed() throws IOException {
    DataSet set = sets.indexed();
    return of(
        "count-indexed",
        "count(*) of 10 million records with an index beside each file",
        "-",
        "150 ms, no byte of data read",
        set,
        List.of(
            ours("full").count(set.directory(), Sparks.TINY),
            Contender.of(
                Role.LIMIT,
                "a Spark job with nothing to do",
                () -> Long.toString(spark.range(1).count()))));
  }

  private Case oneFile(String id, String what, Function<Sparks, Contender> work)
      throws IOException {
    DataSet set = sets.one();
    return of(
        id,
        what + " of one file without an index, on two cores and on one",
        "full",
        "1.8 times as fast as one task",
        set,
        List.of(
            work.apply(new Sparks(spark, Map.of("splitWithoutIndex", "true"))),
            work.apply(new Sparks(spark, Map.of("splitWithoutIndex", "false"))),
            one.frames(set.directory(), VerifyCrc.FULL)));
  }

  private Case oneFileAll() throws IOException {
    DataSet set = sets.one();
    return oneFile(
        "one-file-all",
        "all 11 columns, to the noop sink,",
        with -> with.decode(set.directory(), Sparks.SMALL, set.rows()));
  }

  private Case oneFileOne() throws IOException {
    DataSet set = sets.one();
    return oneFile(
        "one-file-one", "the sum of one integer of 11", with -> with.sum(set.directory()));
  }

  private Case points() throws IOException {
    DataSet set = sets.indexed();
    Path file = DataSets.files(set.directory()).get(0);
    long rows = set.rows() / DataSets.files(set.directory()).size();
    long points = Math.min(POINTS, rows);
    List<Long> numbers = LongStream.range(0, points).map(i -> i * rows / points).boxed().toList();
    return new Case(
        "points",
        "_metadata.record_index IN (1,000 values) of a file of 1.25 million records with an index",
        "full",
        "0.5 s",
        points,
        Files.size(file),
        List.of(ours("full").points(file, Sparks.TINY, numbers)));
  }

  private Case indexText() throws IOException {
    Path index = sets.textIndex();
    Path data = DataSets.files(sets.indexed().directory()).get(0);
    IndexPair pair = new IndexPair(index.toString(), data.toString(), Files.size(data));
    long rows = sets.indexed().rows() / DataSets.files(sets.indexed().directory()).size();
    return new Case(
        "index-text",
        "DALI's text index of a file of 1.25 million records, read and parsed, no cache",
        "-",
        "0.5 GB/s",
        rows,
        Files.size(index),
        List.of(
            Contender.of(
                Role.OURS,
                "IndexReader",
                () -> {
                  byte[] bytes = Files.readAllBytes(index);
                  return Long.toString(
                      IndexReader.read(new MemoryReader(bytes), bytes.length, pair)
                          .index()
                          .count());
                }),
            Contender.of(
                Role.LIMIT,
                "reading it",
                () -> Integer.toString(Files.readAllBytes(index).length))));
  }

  @Override
  public void close() {
    limits.close();
    one.close();
  }

  private Sparks ours(String verify) {
    return new Sparks(spark, Map.of("verifyCrc", verify));
  }

  private void addHadoop(List<Contender> contenders, Function<TensorFlowHadoop, Contender> with) {
    contenders.add(with.apply(TensorFlowHadoop.withDefaults(spark)));
    contenders.add(with.apply(TensorFlowHadoop.tuned(spark)));
  }

  private void addPython(List<Contender> contenders, String question, DataSet set) {
    if (python != null) {
      for (Tuning tuning : Tuning.values()) {
        contenders.add(python.contender(question, tuning, set.directory()));
      }
    }
  }

  private static Case of(
      String id,
      String question,
      String verify,
      String goal,
      DataSet set,
      List<Contender> contenders) {
    return new Case(id, question, verify, goal, set.rows(), set.bytes(), contenders);
  }
}
