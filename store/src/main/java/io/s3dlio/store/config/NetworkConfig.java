package io.s3dlio.store.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * How a service is reached over HTTP; see the options of the same names.
 *
 * @param caBundle a PEM file, read by {@link #trustManagers}
 * @param proxy always with host and port
 * @param userAgent words added to the header of that name
 */
public record NetworkConfig(
    Optional<Path> caBundle,
    Optional<URI> proxy,
    Optional<String> proxyUser,
    Optional<Secret> proxyPassword,
    int maxConnections,
    Duration connectTimeout,
    Duration requestTimeout,
    String userAgent) {

  /**
   * What trusts the certificates of the bundle, empty when none was given: then the JVM decides.
   *
   * @param option the bundle's option as the user spells it, for messages
   * @throws IOException when the file cannot be read or holds no certificate
   */
  public Optional<TrustManager[]> trustManagers(String option) throws IOException {
    if (caBundle.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(caBundle.get())) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new IOException("the file holds no certificate");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return Optional.of(factory.getTrustManagers());
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException(
          option + " = " + caBundle.get() + ": no PEM file of certificates could be read: " + e, e);
    }
  }
}
