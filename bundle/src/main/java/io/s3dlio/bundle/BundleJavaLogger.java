package io.s3dlio.bundle;

import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the relocated libraries that log by {@code java.util.logging} have for its logger: the
 * user's logger of the same name, without the lines below info.
 *
 * <p>Google's HTTP client writes out requests and answers at CONFIG, and with them the tokens that
 * its sign-in gets. See {@link BundleLoggers}, which does the same for SLF4J.
 *
 * <p>The shade step rewrites each mention of the JDK's class into one of this class; its methods
 * therefore have the names and shapes of those that the libraries call, and the JDK's logger is
 * reached by {@link System.Logger}. Thread-safe.
 */
public final class BundleJavaLogger {
  private final System.Logger users;

  private BundleJavaLogger(System.Logger users) {
    this.users = users;
  }

  /** The logger of a name. */
  public static BundleJavaLogger getLogger(String name) {
    return new BundleJavaLogger(System.getLogger(name));
  }

  /** Its name. */
  public String getName() {
    return users.getName();
  }

  /** Whether a line of this level would be written; never below info. */
  public boolean isLoggable(Level level) {
    return level.intValue() >= Level.INFO.intValue() && users.isLoggable(level(level));
  }

  /** Writes a line. */
  public void log(Level level, @Nullable String message) {
    log(level, message, (Throwable) null);
  }

  /** Writes a line that is made only if it is written. */
  public void log(Level level, Supplier<String> message) {
    if (isLoggable(level)) {
      users.log(level(level), message.get());
    }
  }

  /** Writes a line with a failure. */
  public void log(Level level, @Nullable String message, @Nullable Throwable thrown) {
    if (isLoggable(level)) {
      users.log(level(level), message, thrown);
    }
  }

  /** Writes a line with a value for {@code {0}}. */
  public void log(Level level, @Nullable String message, @Nullable Object value) {
    log(level, message, new @Nullable Object[] {value});
  }

  /** Writes a line with values for {@code {0}}, {@code {1}} and so on. */
  public void log(Level level, @Nullable String message, @Nullable Object @Nullable [] values) {
    if (isLoggable(level)) {
      users.log(level(level), message, values);
    }
  }

  /** Writes a line; its class, method and time are taken anew. */
  public void log(LogRecord line) {
    log(line.getLevel(), line.getMessage(), line.getThrown());
  }

  /** Writes nothing. */
  public void finest(@Nullable String message) {}

  /** Writes nothing. */
  public void finer(@Nullable String message) {}

  /** Writes nothing. */
  public void fine(@Nullable String message) {}

  /** Writes nothing. */
  public void fine(Supplier<String> message) {}

  /** Writes nothing. */
  public void config(@Nullable String message) {}

  /** Writes a line of level info. */
  public void info(@Nullable String message) {
    log(Level.INFO, message);
  }

  /** Writes a line of level info that is made only if it is written. */
  public void info(Supplier<String> message) {
    log(Level.INFO, message);
  }

  /** Writes a line of level warning. */
  public void warning(@Nullable String message) {
    log(Level.WARNING, message);
  }

  /** Writes a line of level severe. */
  public void severe(@Nullable String message) {
    log(Level.SEVERE, message);
  }

  private static System.Logger.Level level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return System.Logger.Level.ERROR;
    }
    return level.intValue() >= Level.WARNING.intValue()
        ? System.Logger.Level.WARNING
        : System.Logger.Level.INFO;
  }
}
