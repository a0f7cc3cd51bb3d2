package io.s3dlio.testing.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.tfrecord.RecordCompression;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each compression's own tool unpacks what we write, and we read what it packs. */
@Tag("external")
final class CodecToolsTest {

  @TempDir Path directory;

  /** How a tool is called: it reads its standard input and writes its standard output. */
  record Tool(RecordCompression compression, List<String> pack, List<String> unpack) {}

  static Stream<Tool> tools() {
    String zlib = "import sys, zlib; sys.stdout.buffer.write(zlib.%s(sys.stdin.buffer.read()))";
    String snappy =
        "import sys, cramjam;"
            + " sys.stdout.buffer.write(bytes(cramjam.snappy.%s(sys.stdin.buffer.read())))";
    return Stream.of(
        new Tool(RecordCompression.GZIP, List.of("gzip", "-c"), List.of("gzip", "-dc")),
        new Tool(
            RecordCompression.ZLIB,
            List.of(Tools.python(), "-c", zlib.formatted("compress")),
            List.of(Tools.python(), "-c", zlib.formatted("decompress"))),
        new Tool(RecordCompression.ZSTD, List.of("zstd", "-c"), List.of("zstd", "-dc")),
        new Tool(RecordCompression.ZSTD, List.of("zstd", "-19c"), List.of("zstd", "-dc")),
        new Tool(RecordCompression.LZ4, List.of("lz4", "-c"), List.of("lz4", "-dc")),
        new Tool(
            RecordCompression.LZ4,
            List.of("lz4", "-c", "-9", "-BD", "-BX", "--content-size"),
            List.of("lz4", "-dc")),
        new Tool(
            RecordCompression.SNAPPY,
            List.of(Tools.python(), "-c", snappy.formatted("compress")),
            List.of(Tools.python(), "-c", snappy.formatted("decompress"))));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void agrees(Tool tool) throws Exception {
    List<byte[]> payloads = payloads();
    Path plain = directory.resolve("plain");
    Ours.write(plain, RecordCompression.NONE, payloads);

    Path ours = directory.resolve("ours");
    Ours.write(ours, tool.compression(), payloads);
    File unpacked = directory.resolve("unpacked").toFile();
    Tools.run(ours.toFile(), unpacked, tool.unpack().toArray(String[]::new));
    assertThat(unpacked).hasSameBinaryContentAs(plain.toFile());

    File packed = directory.resolve("packed").toFile();
    Tools.run(plain.toFile(), packed, tool.pack().toArray(String[]::new));
    assertThat(Ours.read(packed.toPath())).containsExactlyElementsOf(payloads);
  }

  private static List<byte[]> payloads() {
    Samples samples = new Samples(51);
    List<byte[]> payloads = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      payloads.add(samples.example().toByteArray());
    }
    // Compresses well: blocks and windows get long.
    payloads.add(new byte[9_000_000]);
    payloads.add(new byte[0]);
    return payloads;
  }
}
