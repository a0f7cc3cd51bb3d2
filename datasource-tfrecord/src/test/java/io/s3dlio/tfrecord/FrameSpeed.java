package io.s3dlio.tfrecord;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How fast frames are walked, beside reading alone: rounds of all cases in turn, best and median of
 * CPU time. Arguments: a folder for a file of 1.2 GB, the payload's bytes, rounds, buffer sizes.
 */
public final class FrameSpeed {

  private static final long BYTES = 1_200_000_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private FrameSpeed() {}

  private interface Case {
    long run() throws IOException;
  }

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    int payload = Integer.parseInt(arguments[1]);
    Path file = Path.of(arguments[0], "frames-" + payload + ".tfrecord");
    if (!Files.exists(file)) {
      write(file, payload);
    }
    int rounds = Integer.parseInt(arguments[2]);
    int[] buffers = Arrays.stream(arguments).skip(3).mapToInt(Integer::parseInt).toArray();
    for (int buffer : buffers) {
      System.out.printf(Locale.ROOT, "payload %,d, buffer %,d%n", payload, buffer);
      Case[] cases = {
        () -> readOnly(file, buffer),
        () -> walk(file, buffer, VerifyCrc.OFF),
        () -> walk(file, buffer, VerifyCrc.LENGTH),
        () -> walk(file, buffer, VerifyCrc.FULL)
      };
      String[] names = {"read", "off", "length", "full"};
      double[][] rates = new double[cases.length][rounds];
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < cases.length; i++) {
          rates[i][round] = rate(cases[i]);
        }
      }
      for (int i = 0; i < cases.length; i++) {
        Arrays.sort(rates[i]);
        System.out.printf(
            Locale.ROOT,
            "  %-7s median %.2f best %.2f GB per CPU second%n",
            names[i],
            rates[i][rounds / 2],
            rates[i][rounds - 1]);
      }
    }
  }

  private static double rate(Case one) throws IOException {
    long start = THREADS.getCurrentThreadCpuTime();
    long bytes = one.run();
    return bytes / (double) (THREADS.getCurrentThreadCpuTime() - start);
  }

  private static void write(Path file, int payload) throws IOException {
    byte[] bytes = new byte[payload];
    new SplittableRandom(1).nextBytes(bytes);
    try (OutputStream out = Files.newOutputStream(file);
        RecordWriter writer = new RecordWriter(out)) {
      while (writer.position() < BYTES) {
        bytes[(int) (writer.count() % payload)]++;
        writer.write(bytes);
      }
    }
  }

  private static long readOnly(Path file, int bufferBytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bufferBytes);
    long total = 0;
    try (FileChannel channel = FileChannel.open(file)) {
      while (true) {
        buffer.clear().limit(Math.min(bufferBytes, 1 << 18));
        int count = channel.read(buffer);
        if (count < 0) {
          return total;
        }
        total += count;
      }
    }
  }

  private static long walk(Path file, int bufferBytes, VerifyCrc verify) throws IOException {
    RecordReadOptions options = RecordReadOptions.DEFAULT.with(verify).withBufferBytes(bufferBytes);
    long length = Files.size(file);
    try (RecordReader reader =
        RecordReaders.open(
            FileChannel.open(file), RecordSource.whole(file.toString(), length), options)) {
      RecordBlock block = new RecordBlock();
      long total = 0;
      while (reader.read(block, Integer.MAX_VALUE)) {
        for (int i = 0; i < block.count(); i++) {
          total += block.length(i) + RecordHeader.FRAME;
        }
      }
      return total;
    }
  }
}
