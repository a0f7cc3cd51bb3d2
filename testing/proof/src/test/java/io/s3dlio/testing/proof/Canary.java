package io.s3dlio.testing.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.statistics.IOStatisticsLogging;
import org.apache.hadoop.fs.statistics.IOStatisticsSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Looks for planted secrets in everything that one test makes the connector say; {@link #close}
 * looks through what was logged meanwhile, with every logger at its finest level.
 *
 * <p>Excepted are the loggers that {@code docs/security.md} lists.
 */
final class Canary implements AutoCloseable {
  private final String root;
  private final Secrets secrets;
  private final LogCapture logs = new LogCapture();

  /**
   * @param root of the FileSystems, without a slash at the end
   */
  Canary(String root, Secrets secrets) {
    this.root = root;
    this.secrets = secrets;
  }

  @Override
  public void close() throws IOException {
    logs.close();
    List<LogCapture.Line> lines = logs.lines();
    assertThat(lines).as("lines logged").hasSizeGreaterThan(10);
    Set<String> warned = warnedLoggers();
    for (LogCapture.Line line : lines) {
      if (!line.of(warned)) {
        secrets.assertAbsent("the log of " + line.logger(), line.text());
      }
    }
  }

  /** The names in the page's table of loggers. */
  private static Set<String> warnedLoggers() throws IOException {
    String page = Files.readString(Connector.repository().resolve("docs/security.md"));
    Matcher row = Pattern.compile("(?m)^\\| `([a-zA-Z0-9.]+)` \\|").matcher(page);
    Set<String> names = new LinkedHashSet<>();
    while (row.find()) {
      names.add(row.group(1));
    }
    assertThat(names).as("loggers listed in docs/security.md").isNotEmpty();
    return names;
  }

  /** A call that must fail, and whose exception must be clean. */
  void fails(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isNotNull();
    secrets.assertAbsent(thrown);
  }

  /** Each kind of request once, and some that fail. */
  void useEverything(FileSystem files) throws Exception {
    Path file = new Path(root + "/folder/file");
    Connector.write(files, file, Connector.data(100_000, 1));
    try (FSDataOutputStream out = files.create(new Path(root + "/large"), false)) {
      out.write(new byte[9 << 20]);
      secrets.assertAbsent("an output stream", out.toString());
    }
    fails(
        () -> {
          try (FSDataOutputStream out = files.create(file, false)) {
            out.write(1);
          }
        });
    read(files, file);
    for (var status : files.listStatus(new Path(root + "/"))) {
      secrets.assertAbsent("a status", status.toString());
    }
    files.rename(file, new Path(root + "/folder/other"));
    files.mkdirs(new Path(root + "/made"));
    fails(() -> files.open(new Path(root + "/nothing")));
    fails(() -> files.listStatus(new Path(root + "/nothing")));
    files.delete(new Path(root + "/"), true);
    assertAbsentIn(files);
  }

  private void read(FileSystem files, Path file) throws Exception {
    try (FSDataInputStream in = files.open(file)) {
      in.readFully(new byte[1000]);
      FileRange range = FileRange.createFileRange(50_000, 100);
      in.readVectored(List.of(range), ByteBuffer::allocate);
      range.getData().get(1, TimeUnit.MINUTES);
      secrets.assertAbsent("an input stream", in.toString());
      fails(() -> in.seek(-1));
      secrets.assertAbsentInAll(in.getWrappedStream());
    }
  }

  /** The texts of all objects of a FileSystem, and its statistics. */
  void assertAbsentIn(FileSystem files) {
    secrets.assertAbsentInAll(files);
    secrets.assertAbsent(
        "statistics",
        IOStatisticsLogging.ioStatisticsToPrettyString(
            IOStatisticsSupport.retrieveIOStatistics(files)));
  }
}
