package io.s3dlio.cli;

import io.s3dlio.tfrecord.hadoop.DataFile;
import io.s3dlio.tfrecord.hadoop.FileSummary;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Does one thing with many files, some at a time, and says from time to time how far it is. */
final class FileRuns {

  /** What waits for a store most of the time needs more threads than there are cores. */
  private static final int THREADS = Math.max(8, Runtime.getRuntime().availableProcessors());

  private static final long REPORT_SECONDS = 5;

  /** What is done with a file. */
  interface Step {
    FileSummary on(DataFile file) throws IOException;
  }

  private final PrintStream progress;

  /** Progress of long work goes there. */
  FileRuns(PrintStream progress) {
    this.progress = progress;
  }

  /** Summaries in the order of the files; of a file that could not be done the one that says so. */
  List<FileSummary> all(List<DataFile> files, Step step) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS, files.size()));
    try {
      List<Future<FileSummary>> running = new ArrayList<>();
      for (DataFile file : files) {
        running.add(threads.submit(() -> attempt(file, step)));
      }
      List<FileSummary> summaries = new ArrayList<>();
      for (Future<FileSummary> one : running) {
        summaries.add(await(one, running));
      }
      return summaries;
    } finally {
      threads.shutdownNow();
    }
  }

  private static FileSummary attempt(DataFile file, Step step) {
    try {
      return step.on(file);
    } catch (IOException | RuntimeException e) {
      return FileSummary.failed(file.file().path(), file.file().length(), e);
    }
  }

  private FileSummary await(Future<FileSummary> one, List<Future<FileSummary>> all)
      throws IOException {
    while (true) {
      try {
        return one.get(REPORT_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        long done = all.stream().filter(Future::isDone).count();
        progress.println(done + " of " + all.size() + " files");
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("interrupted").initCause(e);
      }
    }
  }
}
