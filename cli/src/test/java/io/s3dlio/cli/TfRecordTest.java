package io.s3dlio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.RecordedRequest;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import io.s3dlio.tfrecord.RecordCompression;
import io.s3dlio.tfrecord.RecordWriter;
import io.s3dlio.tfrecord.example.ExampleWriter;
import io.s3dlio.tfrecord.example.FeatureKind;
import io.s3dlio.tfrecord.example.FeatureSpec;
import io.s3dlio.tfrecord.example.RecordType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./s3dlio tfrecord}: what it prints, what it writes, and how it ends. */
final class TfRecordTest {
  private final Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  TfRecordTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void filesOnS3AreIndexedVerifiedAndPrinted() throws Exception {
    Path file = examples(folder.resolve("a.tfrecord"), RecordCompression.NONE);
    try (S3Server server = S3ProxyServer.start()) {
      server.createBucket("records");
      succeeds(server, "hadoop", "fs", "-put", file.toString(), "s3://records/a.tfrecord");
      assertThat(succeeds(server, "tfrecord", "index", "s3://records/"))
          .contains("indexed: s3://records/a.tfrecord, 2 records", "0 failed");
      assertThat(succeeds(server, "hadoop", "fs", "-ls", "s3://records/"))
          .contains("/_a.tfrecord.idx", "/_a.tfrecord.s3idx");
      assertThat(succeeds(server, "tfrecord", "verify", "s3://records/*.tfrecord"))
          .contains("verified: s3://records/a.tfrecord");
      assertThat(succeeds(server, "tfrecord", "cat", "--limit=1", "s3://records/"))
          .contains("{\"record\":0,\"offset\":0,");
    }
  }

  /** Counted at the server: a request and 512 bytes for each large record, and its indexes. */
  @Test
  void largeRecordsAreCountedAndIndexedByTheirHeaders() throws Exception {
    byte[] payload = new byte[3_000_000];
    try (S3Server server = S3ProxyServer.start();
        Relay relay = Relay.inFrontOf(server)) {
      server.createBucket("headers");
      Configuration settings = Bindings.configuration();
      List<String> words = new ArrayList<>(List.of("count", "s3://headers/train"));
      Map.of(
              "endpoint", relay.endpoint().toString(),
              "region", server.region(),
              "access-key-id", server.accessKey(),
              "access-key-secret", server.secretKey())
          .forEach(
              (name, value) -> {
                settings.set("fs.s3dlio.s3." + name, value);
                words.addAll(List.of("-D", "fs.s3dlio.s3." + name + "=" + value));
              });
      org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path("s3://headers/train/a");
      try (FileSystem files = FileSystem.newInstance(file.toUri(), settings);
          RecordWriter writer = new RecordWriter(files.create(file))) {
        for (int i = 0; i < 5; i++) {
          writer.write(payload);
        }
      }
      readsHeadersAlone(relay, words);
      assertThat(text(out)).contains("5\ts3://headers/train/a");
      words.set(0, "index");
      readsHeadersAlone(relay, words);
      assertThat(text(out)).contains("indexed: s3://headers/train/a, 5 records");
      assertThat(relay.operations()).filteredOn("PutObject"::equals).hasSize(2);
    }
  }

  private void readsHeadersAlone(Relay relay, List<String> words) {
    relay.reset();
    assertThat(run(words.toArray(String[]::new))).as(text(err)).isZero();
    List<RecordedRequest> gets =
        relay.requests().stream().filter(one -> one.operation().equals("GetObject")).toList();
    assertThat(gets).hasSize(5);
    assertThat(gets.stream().mapToLong(RecordedRequest::answerBytes).sum()).isLessThan(8192);
  }

  @Test
  void examplesArePrintedAsJson() throws Exception {
    Path file = examples(folder.resolve("a"), RecordCompression.NONE);
    assertThat(run("cat", file.toString())).isZero();
    assertThat(text(out))
        .isEqualTo(
            "{\"record\":0,\"offset\":0,\"bytes\":78,\"features\":"
                + "{\"f\":[1.5,\"NaN\"],\"id\":[-1],\"t\":[\"ä\\\"\\u000a\",{\"base64\":\"/wA=\"}]}}\n"
                + "{\"record\":1,\"offset\":78,\"bytes\":21,\"payload\":\"hello\"}\n");
    assertThat(run("cat", "--feature", "id", "--limit", "1", file.toString())).isZero();
    assertThat(text(out)).endsWith("\"features\":{\"id\":[-1]}}\n");
  }

  @Test
  void compressedFilesAreReadButNotIndexed() throws Exception {
    for (RecordCompression compression : RecordCompression.values()) {
      examples(folder.resolve(compression.label()), compression);
    }
    assertThat(run("count", folder.toString())).as(text(err)).isZero();
    assertThat(text(out)).endsWith("12\ttotal\n");
    assertThat(run("verify", folder.toString())).isZero();
    assertThat(text(out)).contains("6 files, 12 records");
    assertThat(run("index", folder.toString())).isEqualTo(1);
    assertThat(text(out)).contains("6 files, 2 records", "5 failed");
    assertThat(text(err)).contains("zstd is compressed (zstd): it is one stream");
  }

  /** The tool of another ends with 0 and half an index whatever the file is. */
  @Test
  void onlyWhatIsRightEndsWithZero() throws Exception {
    byte[] bytes = Files.readAllBytes(examples(folder.resolve("a"), RecordCompression.NONE));
    Files.write(folder.resolve("a"), Arrays.copyOf(bytes, 90));
    for (String verb : List.of("index", "verify", "count", "cat")) {
      assertThat(run(verb, folder.toString())).as(verb).isEqualTo(1);
      assertThat(text(err)).as(verb).contains("/a: record 1 at byte 78");
    }
    assertThat(folder.toFile().list()).containsExactly("a");
  }

  @Test
  void aStaleIndexIsAnError() throws Exception {
    examples(folder.resolve("a"), RecordCompression.NONE);
    Files.writeString(folder.resolve("a.idx"), "0 78\n78 26\n");
    assertThat(run("verify", folder.toString())).isEqualTo(1);
    assertThat(text(err)).contains("a.idx is refused", "tfrecord index --force");
    assertThat(run("count", folder.toString())).isEqualTo(1);
  }

  /** A pattern of the shell names the indexes as well. */
  @Test
  void whatIsIndexedCanBeNamedFileByFile() throws Exception {
    examples(folder.resolve("a"), RecordCompression.NONE);
    assertThat(run("index", folder.toString())).isZero();
    String[] words = {"", folder + "/a", folder + "/_a.idx", folder + "/_a.s3idx"};
    for (String verb : List.of("index", "verify", "count", "cat")) {
      words[0] = verb;
      assertThat(run(words)).as(text(err)).isZero();
    }
  }

  @Test
  void noIndexIsWrittenOverAnother() throws Exception {
    Path file = examples(folder.resolve("a.tfrecord"), RecordCompression.NONE);
    examples(folder.resolve("a.old"), RecordCompression.NONE);
    byte[] bytes = Files.readAllBytes(file);
    assertThat(run("index", "--index-name={stem}.idx", folder.toString())).isEqualTo(2);
    assertThat(text(err)).contains("a.tfrecord would be", "so is the index of");
    assertThat(run("index", "--force", "--index-name={name}", file.toString())).isEqualTo(2);
    assertThat(file).hasBinaryContent(bytes);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.tfrecord", "a.old");
  }

  @Test
  void eachVerbOfTheHelpIsThere() throws Exception {
    assertThat(run("--help")).isZero();
    List<String> verbs = new ArrayList<>();
    Matcher verb = Pattern.compile("^  ([a-z]+) +[a-z]", Pattern.MULTILINE).matcher(text(out));
    while (verb.find()) {
      verbs.add(verb.group(1));
    }
    assertThat(verbs).containsExactly("index", "verify", "count", "cat");
    Path file = examples(folder.resolve("a"), RecordCompression.NONE);
    for (String one : verbs) {
      assertThat(run(one, file.toString())).as(one).isZero();
    }
  }

  @Test
  void whatCannotBeUnderstoodIsAnsweredByASentence() {
    assertThat(run("indx", "a")).isEqualTo(2);
    assertThat(text(err))
        .isEqualTo("s3dlio tfrecord: there is no verb indx (./s3dlio tfrecord --help)\n");
    assertThat(run("index")).isEqualTo(2);
    assertThat(run("cat", "--force", "a")).isEqualTo(2);
    assertThat(run("count", folder + "/none")).isEqualTo(1);
    assertThat(run("count", folder.toString())).isEqualTo(1);
    assertThat(text(err)).contains("no file is in " + folder);
    assertThat(run()).isEqualTo(2);
    assertThat(run("--help")).isZero();
    assertThat(text(out)).contains("index", "verify", "count", "cat", "--output-dir");
  }

  private int run(String... words) {
    out.reset();
    err.reset();
    return new TfRecord(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(List.of(words));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** An Example, and a payload that is none. */
  private static Path examples(Path file, RecordCompression compression) throws IOException {
    List<FeatureSpec> specs =
        List.of(
            FeatureSpec.list("f", FeatureKind.FLOAT),
            FeatureSpec.scalar("id", FeatureKind.INT64),
            FeatureSpec.list("t", FeatureKind.BYTES));
    ExampleWriter example = new ExampleWriter(RecordType.EXAMPLE, specs);
    byte[] texts = "ä\"\n??".getBytes(StandardCharsets.UTF_8);
    texts[4] = (byte) 0xff;
    texts[5] = 0;
    example.begin();
    example.floatList(0, new float[] {1.5f, Float.NaN}, 2);
    example.int64(1, -1);
    example.bytesList(2, texts, new int[] {0, 4}, new int[] {4, 2}, 2);
    example.finish();
    try (RecordWriter writer =
        new RecordWriter(compression.compress(Files.newOutputStream(file)))) {
      writer.write(example.array(), example.start(), example.length());
      writer.write("hello".getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private static String succeeds(S3Server server, String verb, String... rest)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(verb, rest[0]));
    words.addAll(
        List.of(
            "-D", "fs.s3dlio.s3.endpoint=" + server.endpoint(),
            "-D", "fs.s3dlio.s3.region=" + server.region()));
    words.addAll(List.of(rest).subList(1, rest.length));
    Map<String, String> environment =
        Map.of(
            "AWS_ACCESS_KEY_ID", server.accessKey(),
            "AWS_SECRET_ACCESS_KEY", server.secretKey(),
            "AWS_SESSION_TOKEN", "");
    Launcher.Result result =
        Launcher.run(Launcher.HOME.resolve("s3dlio"), environment, words.toArray(String[]::new));
    assertThat(result.exit()).as(result.output()).isZero();
    return result.output();
  }
}
