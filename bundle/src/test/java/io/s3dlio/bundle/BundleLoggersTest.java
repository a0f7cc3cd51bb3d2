package io.s3dlio.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLClassLoader;
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
