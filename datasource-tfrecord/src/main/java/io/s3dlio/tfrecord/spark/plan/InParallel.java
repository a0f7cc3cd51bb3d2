package io.s3dlio.tfrecord.spark.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Small reads of many files on the driver, some at a time. No instance. */
final class InParallel {

  private static final int THREADS = 16;

  private InParallel() {}

  /** What a function makes of each element, in their order; the first failure is thrown. */
  static <T, R> List<R> map(List<T> elements, Function<T, R> function) {
    if (elements.size() < 2) {
      return elements.stream().map(function).toList();
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(THREADS, elements.size()), InParallel::daemon);
    try {
      List<Future<R>> running = new ArrayList<>();
      for (T element : elements) {
        running.add(threads.submit((Callable<R>) () -> function.apply(element)));
      }
      List<R> results = new ArrayList<>();
      for (Future<R> one : running) {
        results.add(one.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "s3dlio-tfrecord-planning");
    thread.setDaemon(true);
    return thread;
  }
}
