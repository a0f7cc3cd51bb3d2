package io.s3dlio.tfrecord.spark.write;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskFailureListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the Spark task of this thread has failed, and what is to be removed if it does. Spark
 * tells of a failure before it closes the task's writers. Thread-safe.
 */
final class TaskFailure implements TaskFailureListener {

  private static final Logger log = LoggerFactory.getLogger(TaskFailure.class);

  private final FileSystem fs;
  private final List<Path> paths = new CopyOnWriteArrayList<>();
  private volatile boolean happened;

  private TaskFailure(FileSystem fs) {
    this.fs = fs;
  }

  /** Watches the task of this thread, if there is one. */
  static TaskFailure watch(FileSystem fs) {
    TaskFailure failure = new TaskFailure(fs);
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.addTaskFailureListener(failure);
    }
    return failure;
  }

  boolean hasHappened() {
    return happened;
  }

  /** Has a file removed if the task fails from now on. */
  void removes(Path path) {
    paths.add(path);
  }

  @Override
  public void onTaskFailure(TaskContext context, Throwable error) {
    happened = true;
    for (Path path : paths) {
      try {
        fs.delete(path, false);
      } catch (IOException e) {
        log.warn("{} of a failed task remains; no reader takes it for data", path, e);
      }
    }
  }
}
