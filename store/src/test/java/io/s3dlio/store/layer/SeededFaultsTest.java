package io.s3dlio.store.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.Part;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.Stores;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.config.StoreConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random work under random faults: every byte right, every refusal true, nothing left open. */
final class SeededFaultsTest {

  private static final double CHANCE = 0.25;
  private static final int STEPS = 60;

  /** Patient enough that no run of bad luck ends a call. */
  private static final StoreConfig.Retry PATIENT =
      new StoreConfig.Retry(
          100, Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofHours(1), 1_000_000);

  private final Map<String, byte[]> model = new TreeMap<>();

  static LongStream seeds() {
    Long one = Long.getLong("s3dlio.seed");
    return one != null ? LongStream.of(one) : LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bytesAreRightAndNothingLeaks(long seed) throws IOException {
    FaultPlan plan = FaultPlan.seeded(seed, CHANCE);
    Random random = new Random(~seed);
    try (Bench bench = new Bench(plan, PATIENT)) {
      for (int step = 0; step < STEPS; step++) {
        String key = "k" + random.nextInt(6);
        switch (random.nextInt(7)) {
          case 0 -> put(bench, key, random);
          case 1 -> putIfAbsent(bench, key, random);
          case 2 -> upload(bench, key, random);
          case 3 -> copy(bench, key, "k" + random.nextInt(6));
          case 4 -> delete(bench, List.of(key, "k" + random.nextInt(6)));
          default -> read(bench, key, random);
        }
      }
      assertThat(list(bench)).as("%s", plan).containsExactlyElementsOf(model.keySet());
      for (var entry : model.entrySet()) {
        ByteBuffer whole = ByteBuffer.allocate(entry.getValue().length);
        try (ObjectReader reader = bench.store.open(entry.getKey(), ReadHints.none())) {
          Stores.readFully(reader, 0, whole);
        }
        assertThat(whole.array()).as("%s of %s", entry.getKey(), plan).isEqualTo(entry.getValue());
      }
      assertThat(bench.faulty.open()).as("left open, %s", plan).isZero();
      assertThat(bench.faulty.faults()).as("faults, %s", plan).isPositive();
      assertThat(bench.memory.listUploads(UploadQuery.of("")).uploads())
          .as("uploads of which nobody knows, %s", plan)
          .hasSize(bench.faulty.orphanedUploads());
    }
  }

  private void put(Bench bench, String key, Random random) throws IOException {
    byte[] bytes = bytes(random);
    ObjectStat stat = bench.store.put(key, ByteBuffer.wrap(bytes), PutOptions.none());
    assertThat(stat.size()).isEqualTo(bytes.length);
    model.put(key, bytes);
  }

  private void putIfAbsent(Bench bench, String key, Random random) throws IOException {
    byte[] bytes = bytes(random);
    boolean stored;
    try {
      bench.store.put(key, ByteBuffer.wrap(bytes), PutOptions.ifAbsent());
      stored = true;
    } catch (FileAlreadyExistsException e) {
      stored = false;
    }
    assertThat(stored).as("stored %s, %s", key, bench.faulty).isEqualTo(!model.containsKey(key));
    model.putIfAbsent(key, bytes);
  }

  private void upload(Bench bench, String key, Random random) throws IOException {
    byte[] bytes = bytes(random);
    PutOptions options = random.nextBoolean() ? PutOptions.none() : PutOptions.ifAbsent();
    boolean wanted = options.equals(PutOptions.none()) || !model.containsKey(key);
    boolean stored = false;
    try (Upload upload = bench.store.startUpload(key, options)) {
      int cut = random.nextInt(bytes.length);
      List<Part> parts = new ArrayList<>();
      parts.add(upload.uploadPart(1, 0, ByteBuffer.wrap(bytes, 0, cut)));
      parts.add(upload.uploadPart(2, cut, ByteBuffer.wrap(bytes, cut, bytes.length - cut)));
      if (random.nextInt(4) > 0) {
        upload.complete(parts);
        stored = true;
      } else {
        wanted = false;
      }
    } catch (FileAlreadyExistsException e) {
      stored = false;
    }
    assertThat(stored).as("uploaded %s, %s", key, bench.faulty).isEqualTo(wanted);
    if (stored) {
      model.put(key, bytes);
    }
  }

  private void copy(Bench bench, String source, String target) throws IOException {
    byte[] bytes = model.get(source);
    if (bytes != null) {
      bench.store.copy(source, target, CopyOptions.none());
      model.put(target, bytes);
    }
  }

  private void delete(Bench bench, List<String> keys) throws IOException {
    assertThat(bench.store.delete(keys)).as("%s", bench.faulty).isEmpty();
    keys.forEach(model::remove);
  }

  private void read(Bench bench, String key, Random random) throws IOException {
    byte[] bytes = model.get(key);
    assertThat(Stores.exists(bench.store, key)).isEqualTo(bytes != null);
    if (bytes == null) {
      return;
    }
    int start = random.nextInt(bytes.length);
    int length = 1 + random.nextInt(bytes.length);
    ByteBuffer target = ByteBuffer.allocate(bytes.length);
    try (ObjectReader reader = bench.store.open(key, ReadHints.none());
        ReadableByteChannel body = reader.get(ByteRange.of(start, length))) {
      while (body.read(target) >= 0) {
        // Until the range ends; the target is never full before.
        if (!target.hasRemaining()) {
          break;
        }
      }
    }
    int expected = Math.min(length, bytes.length - start);
    assertThat(target.flip())
        .as("[%d, +%d) of %s, %s", start, length, key, bench.faulty)
        .isEqualTo(ByteBuffer.wrap(bytes, start, expected));
  }

  private static List<String> list(Bench bench) throws IOException {
    List<String> keys = new ArrayList<>();
    ListQuery query = ListQuery.recursive("").withMaxKeys(2);
    while (true) {
      ListPage page = bench.store.list(query);
      page.objects().forEach(stat -> keys.add(stat.key()));
      if (page.next().isEmpty()) {
        return keys;
      }
      query = query.withNext(page.next().get());
    }
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(30_000)];
    random.nextBytes(bytes);
    return bytes;
  }
}
