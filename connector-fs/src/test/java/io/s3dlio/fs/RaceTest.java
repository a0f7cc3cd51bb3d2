package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Of many that want one name exactly one gets it, every time, and its bytes are what stands there.
 */
class RaceTest {

  private static final int RACERS = 64;
  private static final int ROUNDS = 200;
  private static final int RENAME_ROUNDS = 10;

  private static Schemes schemes;
  private static ExecutorService racers;

  @BeforeAll
  static void start() throws IOException {
    schemes = new Schemes();
    racers = Executors.newFixedThreadPool(RACERS);
  }

  @AfterAll
  static void stop() throws IOException {
    racers.shutdownNow();
    schemes.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "az", "gs", "direct", "file"})
  void oneOfManyCreatesWins(String scheme) throws Exception {
    assumeFalse(scheme.equals("az") && TestFiles.withoutAzure(), "-Dwithout=azure");
    String base = schemes.place(scheme);
    try (FileSystem files = TestFiles.open(base, schemes.configuration())) {
      files.mkdirs(new Path(base));
      for (int round = 0; round < ROUNDS; round++) {
        String path = base + "/round-" + round;
        List<Integer> winners = race(racer -> created(files, path, racer));
        assertThat(winners).as("round %d on %s", round, scheme).hasSize(1);
        assertThat(TestFiles.read(files, path)).isEqualTo(content(winners.get(0)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "az", "gs", "direct"})
  void oneOfManyRenamesWins(String scheme) throws Exception {
    assumeFalse(scheme.equals("az") && TestFiles.withoutAzure(), "-Dwithout=azure");
    String base = schemes.place(scheme);
    try (FileSystem files = TestFiles.open(base, schemes.configuration())) {
      files.mkdirs(new Path(base));
      for (int round = 0; round < RENAME_ROUNDS; round++) {
        String path = base + "/round-" + round;
        for (int racer = 0; racer < RACERS; racer++) {
          TestFiles.write(files, path + "-from-" + racer, content(racer));
        }
        List<Integer> winners =
            race(racer -> files.rename(new Path(path + "-from-" + racer), new Path(path)));
        assertThat(winners).as("round %d on %s", round, scheme).hasSize(1);
        assertThat(TestFiles.read(files, path)).isEqualTo(content(winners.get(0)));
        assertThat(files.globStatus(new Path(path + "-from-*"))).hasSize(RACERS - 1);
      }
    }
  }

  private static boolean created(FileSystem files, String path, int racer) throws IOException {
    try (FSDataOutputStream out = files.create(new Path(path), false)) {
      out.write(content(racer));
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    return true;
  }

  private static byte[] content(int racer) {
    return ByteBuffer.allocate(4000).putInt(racer).array();
  }

  /** One attempt of one racer. */
  private interface Attempt {
    boolean wins(int racer) throws IOException;
  }

  /** Lets all start at the same moment and returns who won. */
  private static List<Integer> race(Attempt attempt) throws Exception {
    CyclicBarrier start = new CyclicBarrier(RACERS);
    List<Callable<Boolean>> attempts = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      int racer = i;
      attempts.add(
          () -> {
            start.await();
            return attempt.wins(racer);
          });
    }
    List<Integer> winners = new ArrayList<>();
    List<Future<Boolean>> ends = racers.invokeAll(attempts);
    for (int i = 0; i < RACERS; i++) {
      if (ends.get(i).get()) {
        winners.add(i);
      }
    }
    return winners;
  }
}
