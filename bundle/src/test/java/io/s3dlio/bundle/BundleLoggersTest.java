package io.s3dlio.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** With every logger at TRACE, the debug lines of relocated libraries still go nowhere. */
final class BundleLoggersTest {

  @Test
  void relocatedLibrariesLogNothingBelowInfo() throws Exception {
    try (URLClassLoader loader = BundleJar.isolated(BundleJar.logging())) {
      for (String name :
          new String[] {
            "io.s3dlio.shaded.org.apache.hc.client5.http.wire",
            "io.s3dlio.shaded.org.apache.hc.client5.http.headers",
            "io.s3dlio.shaded.software.amazon.awssdk.request",
            "io.s3dlio.shaded.software.amazon.awssdk.auth.signer.Aws4Signer"
          }) {
        Object logger = logger(loader, name);
        assertThat(enabled(logger, "Trace")).as(name).isFalse();
        assertThat(enabled(logger, "Debug")).as(name).isFalse();
        assertThat(enabled(logger, "Info")).as(name).isTrue();
        logger.getClass().getMethod("debug", String.class).invoke(logger, "goes nowhere");
        assertThat(logger.getClass().getMethod("getName").invoke(logger)).isEqualTo(name);
      }
    }
  }

  /** SLF4J 2 has a second way to log; Hadoop 3.5 and Spark 4 bring it. */
  @Test
  void theFluentMethodsOfSlf4j2LogNothingBelowInfoEither() throws Exception {
    try (URLClassLoader loader = BundleJar.isolated(BundleJar.logging2())) {
      Object factory =
          loader
              .loadClass("io.s3dlio.bundle.BundleLoggers")
              .getMethod("getILoggerFactory")
              .invoke(null);
      Method byName =
          loader.loadClass("org.slf4j.ILoggerFactory").getMethod("getLogger", String.class);
      Object theirs = byName.invoke(factory, "io.s3dlio.shaded.com.google.auth.oauth2.Anything");
      Object ours = byName.invoke(factory, "io.s3dlio.store.Stores");
      String silent = "org.slf4j.spi.NOPLoggingEventBuilder";
      for (String below : new String[] {"atTrace", "atDebug"}) {
        assertThat(builder(loader, theirs, below)).as(below).isEqualTo(silent);
        assertThat(builder(loader, ours, below)).as(below).isNotEqualTo(silent);
      }
      assertThat(builder(loader, theirs, "atInfo")).isNotEqualTo(silent);
    }
  }

  private static String builder(ClassLoader loader, Object logger, String method) throws Exception {
    Class<?> type = loader.loadClass("org.slf4j.Logger");
    return type.getMethod(method).invoke(logger).getClass().getName();
  }

  @Test
  void ofJavaUtilLoggingOnlyInfoAndAbovePass() throws Exception {
    try (URLClassLoader loader = BundleJar.isolated(BundleJar.logging());
        JavaLog log = JavaLog.open()) {
      Class<?> type = loader.loadClass("io.s3dlio.bundle.BundleJavaLogger");
      Object logger =
          type.getMethod("getLogger", String.class).invoke(null, "io.s3dlio.shaded.com.google.X");
      type.getMethod("config", String.class).invoke(logger, "token at config");
      type.getMethod("fine", String.class).invoke(logger, "token at fine");
      Method log2 = type.getMethod("log", Level.class, String.class);
      log2.invoke(logger, Level.FINEST, "token at finest");
      log2.invoke(logger, Level.INFO, "said at info");
      type.getMethod("warning", String.class).invoke(logger, "said at warning");
      Method log3 = type.getMethod("log", Level.class, String.class, Throwable.class);
      log3.invoke(logger, Level.SEVERE, "said at severe", new IllegalStateException("cause"));
      assertThat(log.lines())
          .containsExactly("INFO said at info", "WARNING said at warning", "SEVERE said at severe");
    }
  }

  @Test
  void ourOwnClassesLogAsTheUserSays() throws Exception {
    try (URLClassLoader loader = BundleJar.isolated(BundleJar.logging())) {
      Object logger = logger(loader, "io.s3dlio.store.Stores");
      assertThat(enabled(logger, "Trace")).isTrue();
    }
  }

  private static Object logger(ClassLoader loader, String name) throws Exception {
    return loader
        .loadClass("io.s3dlio.bundle.BundleLoggers")
        .getMethod("getLogger", String.class)
        .invoke(null, name);
  }

  private static boolean enabled(Object logger, String level) throws Exception {
    Class<?> type = logger.getClass().getClassLoader().loadClass(Logger.class.getName());
    return (boolean) type.getMethod("is" + level + "Enabled").invoke(logger);
  }
}
