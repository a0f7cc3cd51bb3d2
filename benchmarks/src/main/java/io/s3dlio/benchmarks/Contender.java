package io.s3dlio.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** A program, with its settings, that answers the question of a case. */
interface Contender {

  /** What kind of number it gives. */
  enum Role {
    /** What the case is about. */
    OURS,
    /** What others offer for it. */
    PEER,
    /** What no program of the kind can pass on this machine. */
    LIMIT
  }

  String name();

  Role role();

  Run run() throws Exception;

  /** Work in this JVM, measured here. */
  static Contender of(Role role, String name, Callable<String> work) {
    return new InProcess(role, name, work);
  }

  /** Measures this process around the work. */
  record InProcess(Role role, String name, Callable<String> work) implements Contender {

    private static final OperatingSystemMXBean SYSTEM =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final double NANOS = 1e9;

    @Override
    public Run run() throws Exception {
      long bytes = readBytes();
      long cpu = SYSTEM.getProcessCpuTime();
      long start = System.nanoTime();
      String answer = work.call();
      double seconds = (System.nanoTime() - start) / NANOS;
      double cpuSeconds = (SYSTEM.getProcessCpuTime() - cpu) / NANOS;
      return new Run(seconds, cpuSeconds, bytes < 0 ? -1 : readBytes() - bytes, answer);
    }

    /** Linux counts them. */
    private static long readBytes() throws IOException {
      Path io = Path.of("/proc/self/io");
      if (!Files.isReadable(io)) {
        return -1;
      }
      return Files.readAllLines(io).stream()
          .filter(line -> line.startsWith("rchar: "))
          .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
          .findFirst()
          .orElse(-1);
    }
  }
}
