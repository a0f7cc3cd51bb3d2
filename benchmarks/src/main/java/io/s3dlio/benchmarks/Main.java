package io.s3dlio.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Measures the cases that have no results yet, and prints all results as Markdown on standard
 * output; what happens meanwhile goes to standard error.
 */
public final class Main {

  private static final int CORES = 2;
  private static final int WARM_UP = 2;

  private Main() {}

  /**
   * What is asked for.
   *
   * @param data where the sets lie or are written, about 8 GB at scale 1
   * @param results where each case leaves its file
   * @param python a Python with TensorFlow, or null to leave that peer out
   * @param cases ids; all when empty
   */
  record Options(
      Path data,
      Path results,
      double scale,
      Rounds rounds,
      @Nullable Path python,
      Path scripts,
      List<String> cases) {}

  /** See benchmarks/README.md. */
  public static void main(String[] args) throws Exception {
    Map<String, String> named = new HashMap<>();
    List<String> cases = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith("--") && i + 1 < args.length) {
        named.put(args[i].substring(2), args[++i]);
      } else {
        cases.add(args[i]);
      }
    }
    String python = named.get("python");
    Options options =
        new Options(
            Path.of(named.getOrDefault("data", "benchmarks/target/data")),
            Path.of(named.getOrDefault("results", "benchmarks/target/results")),
            Double.parseDouble(named.getOrDefault("scale", "1")),
            new Rounds(
                WARM_UP,
                Integer.parseInt(named.getOrDefault("rounds", "5")),
                Double.parseDouble(named.getOrDefault("peer-seconds", "8"))),
            python == null ? null : Path.of(python),
            Path.of(named.getOrDefault("scripts", "benchmarks/src/main/python")),
            cases);
    System.out.print(measure(options));
    System.exit(0);
  }

  /** Measures what is not there yet, and gives all that is asked for as Markdown. */
  static String measure(Options options) throws Exception {
    Table table = new Table(options.results());
    StringBuilder markdown = new StringBuilder();
    try (SparkSession spark = Sparks.session(CORES);
        PythonTensorFlow python = python(options);
        Cases cases = new Cases(new DataSets(options.data(), options.scale()), spark, python)) {
      Map<String, Cases.Maker> all = cases.all();
      List<String> ids = options.cases().isEmpty() ? List.copyOf(all.keySet()) : options.cases();
      for (String id : ids) {
        Cases.Maker maker = all.get(id);
        if (maker == null) {
          throw new IllegalArgumentException("no case " + id + ": there are " + all.keySet());
        }
        if (!table.has(id)) {
          Case question = maker.make();
          table.keep(question, options.rounds().run(question));
        }
        markdown.append(table.markdown(id)).append('\n');
      }
    }
    return markdown.toString();
  }

  private static @Nullable PythonTensorFlow python(Options options) throws IOException {
    Path python = options.python();
    return python == null
        ? null
        : new PythonTensorFlow(python, options.scripts().resolve("peer.py"));
  }
}
