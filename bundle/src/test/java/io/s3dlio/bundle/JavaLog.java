package io.s3dlio.bundle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What arrives at {@code java.util.logging} as the most curious user would have it. */
final class JavaLog extends Handler implements AutoCloseable {
  private final Logger root = Logger.getLogger("");
  private final Level before = root.getLevel();
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  private JavaLog() {}

  /** Takes in every line of every logger until it is closed. */
  static JavaLog open() {
    JavaLog log = new JavaLog();
    log.setLevel(Level.ALL);
    log.root.addHandler(log);
    log.root.setLevel(Level.ALL);
    return log;
  }

  /** Level and message of each line, of loggers outside the JDK. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord line) {
    String logger = String.valueOf(line.getLoggerName());
    if (!logger.matches("(jdk|sun|com\\.sun)\\..*")) {
      lines.add(line.getLevel() + " " + formatter.formatMessage(line));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.removeHandler(this);
    root.setLevel(before);
  }
}
