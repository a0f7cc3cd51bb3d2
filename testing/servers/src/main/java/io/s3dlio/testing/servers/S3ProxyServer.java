package io.s3dlio.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

/**
 * S3Proxy running in this JVM, behind a class loader that shares nothing with ours but the JDK.
 *
 * <p>It checks signatures and lets exactly one of many conditional writers win. Its threads are not
 * daemons: a JVM whose server is not closed stays alive.
 */
public final class S3ProxyServer implements S3Server {
  private final URLClassLoader loader;
  private final Object proxy;
  private final URI endpoint;
  private boolean closed;

  private S3ProxyServer(URLClassLoader loader, Object proxy, URI endpoint) {
    this.loader = loader;
    this.proxy = proxy;
    this.endpoint = endpoint;
  }

  /** Starts a server that keeps objects in memory, on a free port, with the jar of this build. */
  public static S3ProxyServer start() {
    return inMemory(ServerJars.s3proxy(), 0);
  }

  /**
   * Starts a server that keeps objects in memory.
   *
   * @param jar S3Proxy's jar with dependencies
   * @param port of 127.0.0.1; 0 takes a free one
   */
  public static S3ProxyServer inMemory(Path jar, int port) {
    return start(jar, port, "transient", new Properties());
  }

  /**
   * Starts a server that keeps objects as files.
   *
   * @param jar S3Proxy's jar with dependencies
   * @param port of 127.0.0.1; 0 takes a free one
   * @param directory holds one folder for each bucket; created when missing, kept at close
   */
  public static S3ProxyServer onDirectory(Path jar, int port, Path directory) {
    Properties properties = new Properties();
    try {
      properties.setProperty(
          "jclouds.filesystem.basedir", Files.createDirectories(directory).toRealPath().toString());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the server's directory " + directory, e);
    }
    return start(jar, port, "filesystem", properties);
  }

  private static S3ProxyServer start(Path jar, int port, String provider, Properties properties) {
    properties.setProperty("jclouds.provider", provider);
    properties.setProperty("jclouds.identity", "unused");
    properties.setProperty("jclouds.credential", "unused");
    properties.setProperty("s3proxy.endpoint", "http://127.0.0.1:" + port);
    properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    properties.setProperty("s3proxy.identity", ProcessServer.ACCESS_KEY);
    properties.setProperty("s3proxy.credential", ProcessServer.SECRET_KEY);
    Thread thread = Thread.currentThread();
    ClassLoader callers = thread.getContextClassLoader();
    try {
      URL[] path = {quietLogging(), ServerJars.required(jar).toUri().toURL()};
      URLClassLoader loader =
          new URLClassLoader("s3proxy", path, ClassLoader.getPlatformClassLoader());
      // S3Proxy and its logging look for services in the context class loader.
      thread.setContextClassLoader(loader);
      return startIn(loader, provider, properties);
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException(
          "S3Proxy did not start on port " + port + ": " + reason(e), e);
    } finally {
      thread.setContextClassLoader(callers);
    }
  }

  private static S3ProxyServer startIn(
      URLClassLoader loader, String provider, Properties properties)
      throws ReflectiveOperationException {
    Object store =
        loader
            .loadClass("org.gaul.s3proxy.BlobStores")
            .getMethod("create", String.class, Properties.class)
            .invoke(null, provider, properties);
    Class<?> builderType = loader.loadClass("org.gaul.s3proxy.S3Proxy$Builder");
    Class<?> storeType = loader.loadClass("org.gaul.s3proxy.blobstore.BlobStore");
    Object builder =
        builderType.getMethod("fromProperties", Properties.class).invoke(null, properties);
    builder = builderType.getMethod("blobStore", storeType).invoke(builder, store);
    builder = builderType.getMethod("stopTimeout", long.class).invoke(builder, 0L);
    Object proxy = builderType.getMethod("build").invoke(builder);
    call(proxy, "start");
    Integer port = (Integer) proxy.getClass().getMethod("getPort").invoke(proxy);
    return new S3ProxyServer(loader, proxy, URI.create("http://127.0.0.1:" + port));
  }

  /** Where our logging configuration lies: the one in S3Proxy's jar prints every request. */
  private static URL quietLogging() throws MalformedURLException {
    URL file =
        Objects.requireNonNull(
            S3ProxyServer.class.getResource("s3proxy/logback.xml"), "s3proxy/logback.xml");
    String folder = file.toString();
    return new URL(folder.substring(0, folder.length() - "logback.xml".length()));
  }

  private static void call(Object target, String method) throws ReflectiveOperationException {
    target.getClass().getMethod(method).invoke(target);
  }

  private static String reason(Exception e) {
    Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
    return String.valueOf(cause);
  }

  @Override
  public String name() {
    return "s3proxy";
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public String accessKey() {
    return ProcessServer.ACCESS_KEY;
  }

  @Override
  public String secretKey() {
    return ProcessServer.SECRET_KEY;
  }

  @Override
  public String region() {
    return "us-east-1";
  }

  @Override
  public Set<ServerTrait> traits() {
    return Set.of(
        ServerTrait.AUTHENTICATES, ServerTrait.JUDGES_RACES, ServerTrait.LISTS_PREFIXES_ONCE);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      call(proxy, "stop");
      loader.close();
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException("S3Proxy did not stop: " + reason(e), e);
    }
  }

  @Override
  public String toString() {
    return name() + " at " + endpoint;
  }
}
