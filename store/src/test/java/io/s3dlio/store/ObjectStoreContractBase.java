package io.s3dlio.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contract's tests stand on: a fresh root for each test, and facts about the server. */
abstract class ObjectStoreContractBase {

  private final List<ObjectStore> opened = new ArrayList<>();

  /** The store under test, on a root that is new and empty. */
  protected ObjectStore store;

  /** Makes a root that is new and empty. */
  protected abstract ObjectUri newRoot() throws Exception;

  /** A root of the same kind that does not exist. */
  protected abstract ObjectUri missingRoot() throws Exception;

  /** Opens a store on a root, each time another one, as other processes do. */
  protected abstract ObjectStore openStore(ObjectUri root) throws Exception;

  /** Whether the server lets exactly one of many racing writers win. */
  protected boolean isJudgeOfRaces() {
    return true;
  }

  /** Whether the server refuses bytes that differ from their checksum. */
  protected boolean isJudgeOfChecksums() {
    return true;
  }

  /** Whether a key with a backslash is kept as it is; a store that cannot must refuse it. */
  protected boolean keepsBackslashes() {
    return true;
  }

  /** Whether an upload that one process has aborted is gone for all. */
  protected boolean isAbortKnownToAll() {
    return true;
  }

  /** Whether directories exist by themselves, as on a local disk. */
  protected boolean hasDirectories() {
    return false;
  }

  /** What the store says it can do; less where a test server cannot what the service can. */
  protected boolean has(Capability capability) {
    return store.capabilities().contains(capability);
  }

  @BeforeEach
  final void openFreshStore() throws Exception {
    store = open(newRoot());
  }

  @AfterEach
  final void closeStores() throws IOException {
    assertThat(Thread.interrupted()).as("an interrupt left over").isFalse();
    for (ObjectStore each : opened) {
      each.close();
    }
  }

  /** Opens a root; closed after the test. */
  protected final ObjectStore open(ObjectUri root) throws Exception {
    ObjectStore another = openStore(root);
    opened.add(another);
    return another;
  }

  protected final ObjectStat put(String key, byte[] bytes) throws IOException {
    return store.put(key, ByteBuffer.wrap(bytes), PutOptions.none());
  }

  protected final byte[] read(String key) throws IOException {
    try (ObjectReader reader = store.open(key, ReadHints.none())) {
      return read(reader, ByteRange.from(0));
    }
  }

  protected static byte[] read(ObjectReader reader, ByteRange range) throws IOException {
    try (ReadableByteChannel channel = reader.get(range)) {
      return drain(channel);
    }
  }

  protected static byte[] drain(ReadableByteChannel channel) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Channels.newInputStream(channel).transferTo(bytes);
    return bytes.toByteArray();
  }

  /** Bytes that differ by seed and place. */
  protected static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  protected static byte[] slice(byte[] bytes, int from, int to) {
    return java.util.Arrays.copyOfRange(bytes, from, to);
  }

  /** The size of a part that need not be the last. */
  protected final int partSize() {
    return Math.toIntExact(Math.max(store.limits().minPartSize(), 1000));
  }

  /** Sends bytes in parts of {@link #partSize()}; the last may be smaller. */
  protected final List<Part> sendParts(Upload upload, byte[] bytes) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (int offset = 0; offset < bytes.length; offset += partSize()) {
      int length = Math.min(partSize(), bytes.length - offset);
      parts.add(
          upload.uploadPart(parts.size() + 1, offset, ByteBuffer.wrap(bytes, offset, length)));
    }
    return parts;
  }

  /** Every entry of a listing, keys and prefixes, from all its pages; none comes twice. */
  protected final NavigableSet<String> listAll(ListQuery query) throws IOException {
    NavigableSet<String> found = new TreeSet<>();
    ListQuery next = query;
    while (true) {
      ListPage page = store.list(next);
      List<String> names = new ArrayList<>(page.prefixes());
      page.objects().forEach(stat -> names.add(stat.key()));
      assertThat(names.size()).as("entries of a page").isLessThanOrEqualTo(query.maxKeys());
      for (String name : names) {
        assertThat(found.add(name)).as("%s comes once", name).isTrue();
      }
      if (page.next().isEmpty()) {
        return found;
      }
      next = query.withNext(page.next().get());
    }
  }

  /** Runs actions at once and gives their results; a failure is thrown. */
  protected static <T> List<T> together(List<Callable<T>> actions) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(actions.size());
    try {
      CountDownLatch ready = new CountDownLatch(actions.size());
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> action : actions) {
        futures.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return action.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  /** What a store cannot do it refuses; it never ignores it. */
  protected static void refused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(UnsupportedOperationException.class);
  }

  /** The body of an object, empty when there is none. */
  protected final Optional<byte[]> find(String key) throws IOException {
    return Stores.exists(store, key) ? Optional.of(read(key)) : Optional.empty();
  }
}
