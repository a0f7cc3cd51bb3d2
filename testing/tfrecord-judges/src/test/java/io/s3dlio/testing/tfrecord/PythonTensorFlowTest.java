package io.s3dlio.testing.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.tfrecord.RecordCompression;
import io.s3dlio.tfrecord.example.RecordType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.SequenceExample;

/** Python's TensorFlow and we, each reading what the other has written, every value bit for bit. */
@Tag("external")
final class PythonTensorFlowTest {

  private static final String SCRIPT = "src/test/python/judge.py";
  private static final Map<RecordType, String> TYPES =
      Map.of(
          RecordType.EXAMPLE, "example",
          RecordType.SEQUENCE_EXAMPLE, "sequence",
          RecordType.BYTE_ARRAY, "bytes");
  private static final Map<RecordCompression, String> CODECS =
      Map.of(
          RecordCompression.NONE, "",
          RecordCompression.GZIP, "GZIP",
          RecordCompression.ZLIB, "ZLIB");

  @TempDir Path directory;

  @Test
  void weReadWhatItWrites() throws Exception {
    Tools.run(Tools.python(), SCRIPT, "write", directory.toString());
    for (Map.Entry<RecordType, String> type : TYPES.entrySet()) {
      List<String> expected = Files.readAllLines(directory.resolve(type.getValue() + ".txt"));
      for (String codec : CODECS.values()) {
        List<byte[]> payloads = Ours.read(directory.resolve(type.getValue() + codec + ".tfrecord"));
        assertThat(payloads.stream().map(payload -> Lines.read(type.getKey(), payload)))
            .as(type + codec)
            .containsExactlyElementsOf(expected);
      }
    }
  }

  @Test
  void itReadsWhatWeWrite() throws Exception {
    Map<RecordType, List<String>> expected = new LinkedHashMap<>();
    for (Map.Entry<RecordType, String> type : TYPES.entrySet()) {
      List<String> lines = new ArrayList<>();
      List<byte[]> payloads = payloads(type.getKey(), lines);
      expected.put(type.getKey(), lines);
      for (Map.Entry<RecordCompression, String> codec : CODECS.entrySet()) {
        Path file = directory.resolve(type.getValue() + codec.getValue() + ".tfrecord");
        Ours.write(file, codec.getKey(), payloads);
      }
    }
    Tools.run(Tools.python(), SCRIPT, "read", directory.toString());
    for (Map.Entry<RecordType, String> type : TYPES.entrySet()) {
      for (String codec : CODECS.values()) {
        assertThat(Files.readAllLines(directory.resolve(type.getValue() + codec + ".txt")))
            .as(type + codec)
            .containsExactlyElementsOf(expected.getOrDefault(type.getKey(), List.of()));
      }
    }
  }

  private static List<byte[]> payloads(RecordType type, List<String> lines) throws IOException {
    Samples samples = new Samples(41);
    Payloads writer = new Payloads();
    Random random = new Random(42);
    List<byte[]> payloads = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      switch (type) {
        case EXAMPLE -> {
          Example example = samples.example();
          payloads.add(writer.write(example));
          lines.add(Lines.of(type, Payloads.texts(example)));
        }
        case SEQUENCE_EXAMPLE -> {
          SequenceExample example = samples.sequence();
          payloads.add(writer.write(example));
          lines.add(Lines.of(type, Payloads.texts(example)));
        }
        case BYTE_ARRAY -> {
          byte[] bytes = new byte[random.nextInt(i % 100 == 0 ? 300_000 : 50)];
          random.nextBytes(bytes);
          payloads.add(bytes);
          lines.add(Texts.of(bytes));
        }
      }
    }
    return payloads;
  }
}
