package io.s3dlio.testing.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.TestServer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Of many who want the same name exactly one gets it, on every scheme; nothing is ever a mixture.
 */
final class RaceTest {

  private static final int CONTENDERS = 64;
  private static final int RENAME_ROUNDS = 20;
  private static final int MULTIPART_CONTENDERS = 16;
  private static final int MULTIPART_ROUNDS = 3;

  /** One byte over the smallest part: a body that needs two. */
  private static final int TWO_PARTS = (5 << 20) + 1;

  /** A new directory of this machine. */
  private static Path folder(String scheme) throws IOException {
    return new Path(scheme + "://" + Connector.directory("race"));
  }

  /** Two parts each: the winner is chosen by the completes. */
  @ParameterizedTest
  @EnumSource(Service.class)
  void oneOf16LargeCreatesWins(Service service) throws Exception {
    Path folder = new Path(service.root("race") + "/folder");
    byte[] body = Connector.data(TWO_PARTS, 7);
    try (TestServer server = service.startServer();
        FileSystem files = open(service, server);
        Crowd crowd = new Crowd(MULTIPART_CONTENDERS)) {
      for (int round = 0; round < MULTIPART_ROUNDS; round++) {
        Path target = new Path(folder, "target-" + round);
        List<Integer> winners = crowd.race(who -> create(files, target, marked(body, who)));
        assertThat(winners).as("winners of round %s", round).hasSize(1);
        // By the JDK: the assertion library takes a second for each megabyte.
        boolean equal = Arrays.equals(Connector.read(files, target), marked(body, winners.get(0)));
        assertThat(equal).as("the winner's content in round %s", round).isTrue();
      }
    }
  }

  /**
   * Stock rename of local files overwrites, so several may win; the target is one of them, whole.
   */
  @Test
  void renamesOfLocalFilesLeaveTheTargetWhole() throws Exception {
    Path folder = folder("file");
    try (FileSystem files = Connector.open(folder.toString(), Connector.configuration());
        Crowd crowd = new Crowd(CONTENDERS)) {
      files.setVerifyChecksum(false);
      for (int round = 0; round < RENAME_ROUNDS; round++) {
        Path sources = new Path(folder, "sources-" + round);
        prepare(files, crowd, sources);
        Path target = new Path(folder, "target-" + round);
        List<Integer> winners =
            crowd.race(who -> files.rename(new Path(sources, "from-" + who), target));
        assertThat(winners.stream().map(RaceTest::content).toList()).contains(text(files, target));
      }
    }
  }

  /** One reader looks all the time: it sees nothing or the whole. */
  @ParameterizedTest
  @EnumSource(Service.class)
  void nobodySeesHalfAnObject(Service service) throws Exception {
    try (TestServer server = service.startServer();
        FileSystem files = open(service, server)) {
      nobodySeesHalf(files, new Path(service.root("race") + "/folder"));
    }
  }

  @Test
  void nobodySeesHalfAFile() throws Exception {
    Path folder = folder("direct");
    try (FileSystem files = Connector.open(folder.toString(), Connector.configuration())) {
      nobodySeesHalf(files, folder);
    }
  }

  private static FileSystem open(Service service, TestServer server) throws IOException {
    service.createBucket(server, "race");
    Configuration configuration = Connector.configuration(service, server);
    configuration.set("fs.s3dlio.write.part-size", "5MiB");
    return Connector.open(service.root("race"), configuration);
  }

  private static void nobodySeesHalf(FileSystem files, Path folder) throws Exception {
    byte[] whole = Connector.data(3 << 20, 11);
    try (Crowd crowd = new Crowd(4)) {
      for (int round = 0; round < 10; round++) {
        Path target = new Path(folder, "target-" + round);
        AtomicReferenceArray<byte[]> seen = new AtomicReferenceArray<>(4);
        crowd.race(
            who -> {
              if (who == 0) {
                Connector.write(files, target, whole);
              } else {
                seen.set(who, firstSight(files, target));
              }
              return true;
            });
        for (int who = 1; who < 4; who++) {
          assertThat(Arrays.equals(seen.get(who), whole)).as("whole in round %s", round).isTrue();
        }
      }
    }
  }

  private static byte[] firstSight(FileSystem files, Path path) throws IOException {
    while (true) {
      try {
        return Connector.read(files, path);
      } catch (FileNotFoundException e) {
        // Not there yet: the only other thing that may be seen.
        Thread.onSpinWait();
      }
    }
  }

  private static void prepare(FileSystem files, Crowd crowd, Path sources) throws Exception {
    crowd.race(
        who -> {
          Connector.write(files, new Path(sources, "from-" + who), content(who).getBytes(UTF_8));
          return true;
        });
  }

  /** Whether this writer got the name: it learns of its loss at close at the latest. */
  private static boolean create(FileSystem files, Path path, byte[] content) throws IOException {
    try (FSDataOutputStream out = files.create(path, false)) {
      out.write(content);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    return true;
  }

  private static byte[] marked(byte[] body, int who) {
    byte[] marked = body.clone();
    marked[0] = (byte) who;
    marked[body.length - 1] = (byte) who;
    return marked;
  }

  private static String content(int who) {
    return ("content of contender " + who + "; ").repeat(10);
  }

  private static String text(FileSystem files, Path path) throws IOException {
    return new String(Connector.read(files, path), UTF_8);
  }
}
