package io.s3dlio.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import org.jspecify.annotations.Nullable;

/**
 * The settings of Hadoop as one query sees them, for its tasks: sent to each executor once.
 *
 * <p>They hold secrets, so nothing of them is ever shown. Thread-safe.
 */
public final class HadoopSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Broadcast<Bytes> broadcast;

  private HadoopSettings(Broadcast<Bytes> broadcast) {
    this.broadcast = broadcast;
  }

  /**
   * The settings of a read or write in this thread's session: those of Hadoop, over them the
   * session's, over them the options given with it, as Spark's own sources have them.
   */
  public static Configuration of(SparkSession session, SourceOptions options) {
    Configuration settings = new Configuration(session.sparkContext().hadoopConfiguration());
    var all = SQLConf.get().getAllConfs().iterator();
    while (all.hasNext()) {
      var setting = all.next();
      if (setting._2() != null) {
        settings.set(setting._1(), setting._2());
      }
    }
    options
        .asMap()
        .asCaseSensitiveMap()
        .forEach(
            (name, value) -> {
              if (value != null && !name.equals("path") && !name.equals("paths")) {
                settings.set(name, value);
              }
            });
    return settings;
  }

  /** Makes settings available to the tasks of a query. */
  public static HadoopSettings broadcast(SparkSession session, Configuration settings) {
    var context = JavaSparkContext.fromSparkContext(session.sparkContext());
    return new HadoopSettings(context.broadcast(new Bytes(settings)));
  }

  /** The settings; the same object for all tasks of an executor, not to be changed. */
  public Configuration get() {
    return broadcast.value().configuration();
  }

  @Override
  public String toString() {
    return "settings of Hadoop";
  }

  /** A configuration in Hadoop's own binary form. */
  private static final class Bytes implements Serializable {

    private static final long serialVersionUID = 1L;

    private final byte[] bytes;
    private transient @Nullable Configuration parsed;

    Bytes(Configuration configuration) {
      var out = new ByteArrayOutputStream();
      try (var data = new DataOutputStream(out)) {
        configuration.write(data);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      bytes = out.toByteArray();
    }

    synchronized Configuration configuration() {
      if (parsed == null) {
        parsed = new Configuration(false);
        try (var data = new DataInputStream(new ByteArrayInputStream(bytes))) {
          parsed.readFields(data);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return parsed;
    }
  }
}
