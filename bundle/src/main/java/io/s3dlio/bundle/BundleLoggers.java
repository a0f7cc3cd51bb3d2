package io.s3dlio.bundle;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/**
 * Where all classes of the bundle get their loggers: the user's SLF4J, without the trace and debug
 * lines of the relocated libraries.
 *
 * <p>Those lines hold what must never reach a log: the HTTP client writes out every header and
 * every byte, the SDK's signers the canonical request with its session token. Names cannot be
 * listed and levels cannot be set for a binding we do not know, so the lines are cut off here, for
 * all loggers below {@value #THIRD_PARTY}. Info and above pass. {@link BundleJavaLogger} does the
 * same for libraries that log by {@code java.util.logging}.
 *
 * <p>The shade step rewrites each mention of SLF4J's factory into one of this class; its methods
 * therefore have the factory's names and shapes. Thread-safe.
 */
public final class BundleLoggers {
  private static final String THIRD_PARTY = "io.s3dlio.shaded.";
  private static final MethodHandle BY_NAME = factoryMethod();

  private BundleLoggers() {}

  /** The logger of a class. */
  public static Logger getLogger(Class<?> type) {
    return getLogger(type.getName());
  }

  /** A factory whose loggers are those of {@link #getLogger(String)}. */
  public static ILoggerFactory getILoggerFactory() {
    return BundleLoggers::getLogger;
  }

  /** The logger of a name. */
  public static Logger getLogger(String name) {
    Logger users = users(name);
    return name.startsWith(THIRD_PARTY) ? withoutDebug(users) : users;
  }

  private static Logger users(String name) {
    try {
      return (Logger) BY_NAME.invokeExact(name);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("SLF4J gave no logger for " + name, e);
    }
  }

  private static Logger withoutDebug(Logger users) {
    return (Logger)
        Proxy.newProxyInstance(
            BundleLoggers.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              if (method.isDefault()) {
                // SLF4J 2's fluent methods end in the plain ones, and so here again.
                return InvocationHandler.invokeDefault(proxy, method, arguments);
              }
              return isDebug(method) ? silent(method) : invoke(method, users, arguments);
            });
  }

  private static boolean isDebug(Method method) {
    String name = method.getName();
    return name.equals("trace")
        || name.equals("debug")
        || name.equals("isTraceEnabled")
        || name.equals("isDebugEnabled");
  }

  private static @Nullable Object silent(Method method) {
    return method.getReturnType() == boolean.class ? Boolean.FALSE : null;
  }

  private static @Nullable Object invoke(
      Method method, Logger users, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(users, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /**
   * SLF4J's own factory. Its name is put together at run time, because the shade step would turn a
   * mention of it into one of this class.
   */
  private static MethodHandle factoryMethod() {
    String factory = Logger.class.getPackageName() + ".LoggerFactory";
    try {
      return MethodHandles.publicLookup()
          .findStatic(
              Class.forName(factory, true, Logger.class.getClassLoader()),
              "getLogger",
              MethodType.methodType(Logger.class, String.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
