package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A self-signed certificate for 127.0.0.1 and localhost, made for one test, with its key.
 *
 * <p>The JDK's {@code keytool} makes it; no API of the JDK does.
 */
public final class TestCertificate {
  private static final String PASSWORD = "test-only";

  private final Path pem;
  private final SSLContext context;

  private TestCertificate(Path pem, SSLContext context) {
    this.pem = pem;
    this.context = context;
  }

  /** Makes a certificate; its files stay in {@code directory}. */
  public static TestCertificate create(Path directory) throws IOException {
    Path store = directory.resolve("server.p12");
    runKeytool(store);
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      String encoded =
          Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII))
              .encodeToString(keys.getCertificate("server").getEncoded());
      Path pem =
          Files.writeString(
              directory.resolve("server.pem"),
              "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
      return new TestCertificate(pem, context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK cannot use the certificate of its keytool", e);
    }
  }

  private static void runKeytool(Path store) throws IOException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                List.of(
                    keytool,
                    "-genkeypair",
                    "-alias",
                    "server",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=ip:127.0.0.1,dns:localhost",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("keytool failed: " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IOException("Interrupted while keytool ran", e);
    }
  }

  /** The certificate in PEM form: what a client must be told to trust. */
  public Path pem() {
    return pem;
  }

  SSLContext context() {
    return context;
  }
}
