package io.s3dlio.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link ObjectStore}, one test per promise: a backend, or a backend under layers,
 * extends this class and gives its roots.
 *
 * <p>What a store does not have among its capabilities it must refuse; that is then what the test
 * shows. Reads, writes, lists, moves and uploads stand in the classes above; here are races, and
 * random operations against a {@link TreeMap}.
 */
public abstract class ObjectStoreContract extends ObjectStoreContractUploads {

  private static final int WRITERS = 16;
  private static final int ROUNDS = 20;

  /** One racing writer: tries to make {@code key} hold {@code bytes}. */
  private interface Racer {
    void run(String key, int writer) throws Exception;
  }

  /** Lets all race for one key and checks that one has won and that its bytes are there. */
  private void race(String name, Racer racer) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String key = name + "/" + round;
      List<Callable<Boolean>> actions = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        actions.add(
            () -> {
              try {
                racer.run(key, writer);
                return true;
              } catch (FileAlreadyExistsException lost) {
                return false;
              }
            });
      }
      List<Boolean> won = together(actions);
      byte[] there = read(key);
      List<Integer> winners = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        if (won.get(i)) {
          winners.add(i);
        }
      }
      if (isJudgeOfRaces()) {
        assertThat(winners).as("winners of %s", key).hasSize(1);
      }
      assertThat(winners.stream().map(each -> bytesOf(each).length))
          .as("the length of a winner's bytes")
          .contains(there.length);
      assertThat(there).isEqualTo(bytesOf(there.length - 100));
    }
  }

  private static byte[] bytesOf(int writer) {
    return bytes(writer, 100 + writer);
  }

  @Test
  void ofManyConditionalPutsOneWins() throws Exception {
    if (!has(Capability.IF_ABSENT)) {
      refused(() -> store.put("x", ByteBuffer.allocate(1), PutOptions.ifAbsent()));
      return;
    }
    race(
        "put",
        (key, writer) -> store.put(key, ByteBuffer.wrap(bytesOf(writer)), PutOptions.ifAbsent()));
  }

  @Test
  void ofManyConditionalUploadsOneWins() throws Exception {
    if (!has(Capability.IF_ABSENT)) {
      refused(() -> store.startUpload("x", PutOptions.ifAbsent()));
      return;
    }
    race(
        "upload",
        (key, writer) -> {
          try (Upload upload = store.startUpload(key, PutOptions.ifAbsent())) {
            upload.complete(sendParts(upload, bytesOf(writer)));
          }
        });
  }

  @Test
  void ofManyConditionalCopiesOneWins() throws Exception {
    CopyOptions ifAbsent = CopyOptions.none().withCondition(PutCondition.ifAbsent());
    if (!has(Capability.CONDITIONAL_COPY)) {
      refused(() -> store.copy("x", "y", ifAbsent));
      return;
    }
    for (int i = 0; i < WRITERS; i++) {
      put("source/" + i, bytesOf(i));
    }
    race("copy", (key, writer) -> store.copy("source/" + writer, key, ifAbsent));
  }

  @Test
  void ofManyConditionalMovesOneWins() throws Exception {
    if (!has(Capability.ATOMIC_MOVE)) {
      refused(() -> store.move("x", "y", PutCondition.ifAbsent()));
      return;
    }
    race(
        "move",
        (key, writer) -> {
          put("moving/" + writer, bytesOf(writer));
          store.move("moving/" + writer, key, PutCondition.ifAbsent());
        });
  }

  @Test
  void ofManyMovesOfOneTreeOneWins() throws Exception {
    if (!has(Capability.ATOMIC_MOVE)) {
      refused(() -> store.move("x/", "y/", PutCondition.ifAbsent()));
      return;
    }
    for (int round = 0; round < ROUNDS; round++) {
      String target = "target" + round + "/";
      List<Callable<Boolean>> actions = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        String source = "tree" + i + "/";
        put(source, new byte[0]);
        actions.add(
            () -> {
              try {
                store.move(source, target, PutCondition.ifAbsent());
                return true;
              } catch (FileAlreadyExistsException lost) {
                return false;
              }
            });
      }
      assertThat(together(actions)).containsOnlyOnce(true);
    }
  }

  @Test
  void aReaderOfAKeyThatIsOverwrittenSeesOneVersionOrSaysSo() throws Exception {
    put("x", bytes(0, 100_000));
    List<Callable<Boolean>> actions = new ArrayList<>();
    actions.add(
        () -> {
          for (int i = 1; i < 40; i++) {
            put("x", bytes(i, 100_000));
          }
          return true;
        });
    for (int i = 0; i < 3; i++) {
      actions.add(
          () -> {
            for (int j = 0; j < 25; j++) {
              readInHalves();
            }
            return true;
          });
    }
    together(actions);
  }

  private void readInHalves() throws IOException {
    try (ObjectReader reader = store.open("x", ReadHints.none())) {
      byte[] first = read(reader, ByteRange.of(0, 50_000));
      byte[] second = read(reader, ByteRange.of(50_000, 50_000));
      boolean known = false;
      for (int version = 0; version < 40 && !known; version++) {
        byte[] whole = bytes(version, 100_000);
        known =
            java.util.Arrays.equals(first, slice(whole, 0, 50_000))
                && java.util.Arrays.equals(second, slice(whole, 50_000, 100_000));
      }
      assertThat(known).as("both halves are of one version").isTrue();
    } catch (ObjectChangedException said) {
      assertThat(said).hasMessageContaining("x");
    }
  }

  @Test
  void randomOperationsAreThoseOfATreeMap() throws IOException {
    long seed = Long.getLong("s3dlio.seed", 20261120);
    Random random = new Random(seed);
    TreeMap<String, byte[]> model = new TreeMap<>();
    for (int step = 0; step < 400; step++) {
      String key = randomKey(random);
      try {
        operate(random, model, key);
        if (step % 20 == 0) {
          compare(model, random);
        }
      } catch (IOException | AssertionError e) {
        throw new AssertionError(
            "step " + step + " with " + key + "; repeat with -Ds3dlio.seed=" + seed, e);
      }
    }
    compare(model, random);
  }

  /** Keys that are never another key's prefix, so that every store can hold them together. */
  private static String randomKey(Random random) {
    String directory = List.of("", "a/", "a/b/", "ab/", "c/d/e/").get(random.nextInt(5));
    return directory + "file" + random.nextInt(8);
  }

  private void operate(Random random, Map<String, byte[]> model, String key) throws IOException {
    byte[] bytes = bytes(random.nextLong(), random.nextInt(3000));
    switch (random.nextInt(7)) {
      case 0, 1 -> {
        put(key, bytes);
        model.put(key, bytes);
      }
      case 2 -> {
        store.delete(List.of(key));
        model.remove(key);
      }
      case 3 -> copy(model, randomKey(random), key);
      case 4 -> {
        try (Upload upload = store.startUpload(key, PutOptions.none())) {
          List<Part> parts = sendParts(upload, bytes(bytes.length, bytes.length + 1));
          if (random.nextBoolean()) {
            upload.complete(parts);
            model.put(key, bytes(bytes.length, bytes.length + 1));
          }
        }
      }
      case 5 -> {
        if (has(Capability.IF_ABSENT)) {
          putIfAbsent(model, key, bytes);
        }
      }
      default -> {
        Optional<byte[]> found = find(key);
        assertThat(found.orElse(null)).isEqualTo(model.get(key));
      }
    }
  }

  private void copy(Map<String, byte[]> model, String source, String target) throws IOException {
    if (model.containsKey(source)) {
      store.copy(source, target, CopyOptions.none());
      model.put(target, model.get(source));
    } else {
      assertThatThrownBy(() -> store.copy(source, target, CopyOptions.none()))
          .isInstanceOf(FileNotFoundException.class);
    }
  }

  private void putIfAbsent(Map<String, byte[]> model, String key, byte[] bytes) throws IOException {
    try {
      store.put(key, ByteBuffer.wrap(bytes), PutOptions.ifAbsent());
      assertThat(model).doesNotContainKey(key);
      model.put(key, bytes);
    } catch (FileAlreadyExistsException refused) {
      assertThat(model).containsKey(key);
    }
  }

  private void compare(Map<String, byte[]> model, Random random) throws IOException {
    ListQuery query = ListQuery.recursive("").withMaxKeys(1 + random.nextInt(10));
    Set<String> listed = listAll(query);
    listed.removeIf(Keys::isMarker);
    assertThat(listed).isEqualTo(model.keySet());
    for (String key : listed) {
      assertThat(read(key)).isEqualTo(model.get(key));
    }
  }
}
