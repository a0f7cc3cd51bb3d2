package io.s3dlio.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.UnsupportedFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * Without the libraries of Spark, what the JDK has still works, and the rest names what it needs.
 */
final class MissingLibraryTest {

  /** Runs where only this project and the JDK are on the class path. */
  public static final class Attempts implements Callable<List<String>> {

    /** For each compression, what came of writing and of reading. */
    @Override
    public List<String> call() throws IOException {
      return List.of(RecordCompression.values()).stream()
          .map(one -> one.label() + ": " + writing(one) + "; " + reading(one))
          .toList();
    }

    private static String writing(RecordCompression compression) {
      try (OutputStream out = compression.compress(new ByteArrayOutputStream())) {
        out.write(Frames.frame(new byte[3]));
        return "written";
      } catch (UnsupportedFormatException e) {
        return String.valueOf(e.getMessage());
      } catch (IOException e) {
        return e.toString();
      }
    }

    private static String reading(RecordCompression compression) {
      RecordSource source = RecordSource.ofUnknownLength(Frames.FILE);
      try (RecordReader reader =
          RecordReaders.open(
              Frames.channel(new byte[] {1}), source, compression, RecordReadOptions.DEFAULT)) {
        reader.read(new RecordBlock(), 1);
        return "read";
      } catch (UnsupportedFormatException e) {
        return String.valueOf(e.getMessage());
      } catch (CorruptRecordException e) {
        return e.reason().toString();
      } catch (IOException e) {
        return e.toString();
      }
    }
  }

  private static List<?> attempts() throws Exception {
    URL[] own = {
      location(RecordCompression.class),
      location(Attempts.class),
      location(UnsupportedFormatException.class)
    };
    try (URLClassLoader loader = new URLClassLoader(own, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass(Attempts.class.getName());
      return (List<?>) ((Callable<?>) type.getConstructor().newInstance()).call();
    }
  }

  private static URL location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    String zstd = "zstd needs a library that is not on the class path: com.github.luben:zstd-jni";
    String lz4 = "lz4 needs a library that is not on the class path: org.lz4:lz4-java";
    String snappy =
        "snappy needs a library that is not on the class path: org.xerial.snappy:snappy-java";
    assertThat(attempts())
        .isEqualTo(
            List.of(
                "none: written; TRUNCATED_HEADER",
                "gzip: written; BAD_COMPRESSION",
                "zlib: written; BAD_COMPRESSION",
                "zstd: " + zstd + "; " + zstd,
                "lz4: " + lz4 + "; BAD_COMPRESSION",
                "snappy: " + snappy + "; " + snappy));
  }
}
