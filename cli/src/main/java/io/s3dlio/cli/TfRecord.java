package io.s3dlio.cli;

import io.s3dlio.tfrecord.hadoop.DataFile;
import io.s3dlio.tfrecord.hadoop.DataFiles;
import io.s3dlio.tfrecord.hadoop.FileIndexer;
import io.s3dlio.tfrecord.hadoop.FileSummary;
import io.s3dlio.tfrecord.hadoop.FileSummary.Outcome;
import io.s3dlio.tfrecord.hadoop.FileVerifier;
import io.s3dlio.tfrecord.hadoop.ToolArguments;
import io.s3dlio.tfrecord.hadoop.Totals;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * {@code ./s3dlio tfrecord}: indexes, verifies, counts and prints TFRecord files on any FileSystem.
 *
 * <p>Ends with 0 only when everything was right: 1 says that a file was not, 2 that the words could
 * not be understood.
 */
public final class TfRecord {

  private static final String USAGE =
      """
      usage: ./s3dlio tfrecord VERB [OPTION...] PATH...

        index     writes the indexes of files: reads headers alone; what is up to date stays
                  --format F       text (for NVIDIA DALI), compact (ours), binary (16 bytes a record);
                                   several with commas; default text,compact
                  --output-dir D   not beside the files but in D, as FILE.idx at the same place below
                                   PATH; text unless said otherwise. DLIO's layout is
                                   --output-dir DATA/index DATA
                  --index-name N   not under hidden names but N, with {name} or {stem} of the file,
                                   ending with .idx, .index, .tfindex or .s3idx
                  --force          also what is up to date
        verify    compares both CRCs of each record, and the indexes beside a file with its records
        count     prints how many records each file has, out of its index if it has one
        cat       prints records as JSON, one a line
                  --limit N        the first N of all
                  --feature NAME   this feature alone; may be given several times

      PATH is a file, a directory (all files below it but hidden ones and indexes) or a glob, of any
      scheme: s3://bucket/data, az://..., gs://..., hdfs://..., /local. Files that are compressed
      (gzip, zlib, zstd, lz4, snappy) cannot be indexed, but verified, counted and printed.
      Settings are Hadoop's: -D fs.s3dlio.s3.endpoint=http://127.0.0.1:9000
      """;

  private final PrintStream out;
  private final PrintStream err;

  TfRecord(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Arguments: a verb, its options and paths. */
  public static void main(String[] words) {
    // JSON is UTF-8 wherever it is printed, and a flush for each line would cost more than the
    // line.
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
            false,
            StandardCharsets.UTF_8);
    int exit = new TfRecord(out, System.err).run(List.of(words));
    out.flush();
    System.exit(exit);
  }

  /** Does what is asked, and says how the process is to end. */
  int run(List<String> words) {
    String verb = words.isEmpty() ? "--help" : words.get(0);
    if (words.isEmpty() || words.contains("--help") || verb.equals("-h") || verb.equals("help")) {
      out.print(USAGE);
      return words.isEmpty() ? 2 : 0;
    }
    try {
      List<String> rest = words.subList(1, words.size());
      return switch (verb) {
        case "index" -> index(ToolArguments.parse(rest, ToolArguments.INDEX_OPTIONS));
        case "verify" -> verify(ToolArguments.parse(rest, Set.of()));
        case "count" -> count(ToolArguments.parse(rest, Set.of()));
        case "cat" -> cat(ToolArguments.parse(rest, Set.of("--limit", "--feature")));
        default -> throw new IllegalArgumentException("there is no verb " + verb);
      };
    } catch (IllegalArgumentException e) {
      err.println("s3dlio tfrecord: " + e.getMessage() + " (./s3dlio tfrecord --help)");
      return 2;
    } catch (IOException e) {
      err.println("s3dlio tfrecord: " + said(e));
      return 1;
    }
  }

  private int index(ToolArguments arguments) throws IOException {
    Configuration settings = settings(arguments);
    List<DataFile> files = files(settings, arguments);
    arguments.plan().check(files);
    FileIndexer indexer = new FileIndexer(settings, arguments.plan());
    return report("indexed", new FileRuns(err).all(files, indexer::index));
  }

  private int verify(ToolArguments arguments) throws IOException {
    Configuration settings = settings(arguments);
    FileVerifier verifier = new FileVerifier(settings);
    return report("verified", new FileRuns(err).all(files(settings, arguments), verifier::verify));
  }

  private int report(String done, List<FileSummary> summaries) {
    for (FileSummary one : summaries) {
      if (one.outcome() == Outcome.FAILED) {
        err.println("failed: " + one.message());
      } else {
        String word = one.outcome() == Outcome.DONE ? done : "up to date";
        out.println(word + ": " + one.file() + ", " + one.records() + " records");
      }
    }
    Totals totals = Totals.of(summaries);
    out.println(totals);
    return totals.failed() == 0 ? 0 : 1;
  }

  private int count(ToolArguments arguments) throws IOException {
    Configuration settings = settings(arguments);
    FileVerifier verifier = new FileVerifier(settings);
    List<FileSummary> summaries =
        new FileRuns(err)
            .all(
                files(settings, arguments),
                file -> {
                  long records = verifier.count(file);
                  return new FileSummary(file.file().path(), Outcome.DONE, records, 0, 0, 0, "");
                });
    for (FileSummary one : summaries) {
      if (one.outcome() == Outcome.FAILED) {
        err.println("failed: " + one.message());
      } else {
        out.println(one.records() + "\t" + one.file());
      }
    }
    Totals totals = Totals.of(summaries);
    if (totals.files() > 1) {
      out.println(totals.records() + "\ttotal");
    }
    return totals.failed() == 0 ? 0 : 1;
  }

  private int cat(ToolArguments arguments) throws IOException {
    Configuration settings = settings(arguments);
    FileVerifier files = new FileVerifier(settings);
    RecordPrinter printer = new RecordPrinter(out, arguments.features(), arguments.limit());
    for (DataFile file : files(settings, arguments)) {
      if (!printer.isFull()) {
        printer.print(files, file.file());
      }
    }
    return out.checkError() ? 1 : 0;
  }

  private static List<DataFile> files(Configuration settings, ToolArguments arguments)
      throws IOException {
    List<DataFile> files = DataFiles.list(settings, arguments.paths());
    if (files.isEmpty()) {
      throw new IOException("no file is in " + String.join(", ", arguments.paths()));
    }
    return files;
  }

  private static Configuration settings(ToolArguments arguments) {
    Configuration settings = Bindings.configuration();
    arguments.settings().forEach(settings::set);
    return settings;
  }

  private static String said(Exception e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }
}
