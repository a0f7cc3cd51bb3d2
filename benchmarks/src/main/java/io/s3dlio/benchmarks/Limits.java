package io.s3dlio.benchmarks;

import io.s3dlio.benchmarks.Contender.Role;
import io.s3dlio.tfrecord.RecordBlock;
import io.s3dlio.tfrecord.RecordReader;
import io.s3dlio.tfrecord.RecordReaders;
import io.s3dlio.tfrecord.RecordSource;
import io.s3dlio.tfrecord.VerifyCrc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What bounds every reader of these files on this machine, with so many threads. */
final class Limits implements AutoCloseable {

  private static final int READ = 1 << 20;
  private static final int COPY = 64 << 20;
  private static final int MOST = 4096;

  /** Made once: clearing new arrays costs as much as copying. */
  private static final byte[] FROM = new byte[COPY];

  private static final ThreadLocal<byte[]> TO = ThreadLocal.withInitial(() -> new byte[COPY]);

  private final int threads;
  private final ExecutorService pool;

  Limits(int threads) {
    this.threads = threads;
    pool = Executors.newFixedThreadPool(threads);
  }

  /** Reads of 1 MiB into one buffer of each thread, out of the page cache. */
  Contender pageCache(Path set) {
    return limit(
        "FileChannel reads of 1 MiB", set, file -> readAll(file, ByteBuffer.allocateDirect(READ)));
  }

  /** Copies as many bytes as the set has, 64 MiB at a time. */
  Contender copy(Path set) {
    return limit("copies of 64 MiB in memory", set, Limits::copyAll);
  }

  /** All records of the set, checked and delivered, nothing decoded, no Spark. */
  Contender frames(Path set, VerifyCrc verify) {
    String word = verify.name().toLowerCase(Locale.ROOT);
    return limit("records without Spark, verifyCrc=" + word, set, file -> walk(file, verify));
  }

  private interface PerFile {
    long apply(Path file) throws IOException;
  }

  private Contender limit(String what, Path set, PerFile work) {
    String name = what + ", " + threads + (threads == 1 ? " thread" : " threads");
    return Contender.of(Role.LIMIT, name, () -> everyFile(set, work));
  }

  private String everyFile(Path set, PerFile work)
      throws IOException, InterruptedException, ExecutionException {
    List<Callable<Long>> tasks = new ArrayList<>();
    for (Path file : DataSets.files(set)) {
      tasks.add(() -> work.apply(file));
    }
    long sum = 0;
    for (Future<Long> done : pool.invokeAll(tasks)) {
      sum += done.get();
    }
    return Long.toString(sum);
  }

  @Override
  public void close() {
    pool.shutdown();
  }

  private static long readAll(Path file, ByteBuffer buffer) throws IOException {
    long sum = 0;
    try (FileChannel channel = FileChannel.open(file)) {
      for (int read = 0; read >= 0; read = channel.read(buffer.clear())) {
        sum += read;
      }
    }
    return sum;
  }

  private static long copyAll(Path file) throws IOException {
    byte[] to = TO.get();
    long left = Files.size(file);
    for (; left > 0; left -= COPY) {
      System.arraycopy(FROM, 0, to, 0, (int) Math.min(left, COPY));
    }
    return to[0];
  }

  private static long walk(Path file, VerifyCrc verify) throws IOException {
    RecordSource source = RecordSource.whole(file.toString(), Files.size(file));
    RecordBlock block = new RecordBlock();
    long records = 0;
    try (RecordReader reader = RecordReaders.open(FileChannel.open(file), source, verify)) {
      while (reader.read(block, MOST)) {
        records += block.count();
      }
    }
    return records;
  }
}
