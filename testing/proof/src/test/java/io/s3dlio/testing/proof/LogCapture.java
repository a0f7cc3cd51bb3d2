package io.s3dlio.testing.proof;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.LoggerRepository;
import org.apache.log4j.spi.LoggingEvent;

/**
 * Everything that is logged while it is open, by SLF4J, log4j or java.util.logging, with every
 * logger at its finest level.
 */
final class LogCapture implements AutoCloseable {

  private final List<Line> lines = Collections.synchronizedList(new ArrayList<>());
  private final LoggerRepository log4j = Logger.getRootLogger().getLoggerRepository();
  private final Level threshold = log4j.getThreshold();
  private final Level level = Logger.getRootLogger().getLevel();
  private final java.util.logging.Logger jul = java.util.logging.Logger.getLogger("");
  private final java.util.logging.Level julLevel = jul.getLevel();
  private final Collector collector = new Collector(lines);
  private final JulCollector julCollector = new JulCollector(lines);

  /** One logged line with the text of its exception. */
  record Line(String logger, String text) {
    boolean of(Set<String> loggers) {
      return loggers.stream()
          .anyMatch(name -> logger.equals(name) || logger.startsWith(name + "."));
    }
  }

  LogCapture() {
    log4j.setThreshold(Level.ALL);
    Logger.getRootLogger().setLevel(Level.ALL);
    Logger.getRootLogger().addAppender(collector);
    jul.setLevel(java.util.logging.Level.ALL);
    jul.addHandler(julCollector);
  }

  List<Line> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  @Override
  public void close() {
    jul.removeHandler(julCollector);
    jul.setLevel(julLevel);
    Logger.getRootLogger().removeAppender(collector);
    Logger.getRootLogger().setLevel(level);
    log4j.setThreshold(threshold);
  }

  private static final class Collector extends AppenderSkeleton {
    private final List<Line> lines;

    Collector(List<Line> lines) {
      this.lines = lines;
    }

    @Override
    protected void append(LoggingEvent event) {
      StringBuilder text = new StringBuilder(String.valueOf(event.getRenderedMessage()));
      String[] thrown = event.getThrowableStrRep();
      if (thrown != null) {
        text.append('\n').append(String.join("\n", thrown));
      }
      lines.add(new Line(event.getLoggerName(), text.toString()));
    }

    @Override
    public boolean requiresLayout() {
      return false;
    }

    @Override
    public void close() {}
  }

  private static final class JulCollector extends Handler {
    private final List<Line> lines;

    JulCollector(List<Line> lines) {
      this.lines = lines;
      setLevel(java.util.logging.Level.ALL);
    }

    @Override
    public void publish(LogRecord logged) {
      Throwable thrown = logged.getThrown();
      lines.add(
          new Line(
              String.valueOf(logged.getLoggerName()),
              new java.util.logging.SimpleFormatter().formatMessage(logged)
                  + (thrown == null ? "" : "\n" + Secrets.text(thrown))));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
