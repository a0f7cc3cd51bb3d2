package io.s3dlio.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** An https front, with a certificate that only its own file vouches for, of a plain server. */
final class SelfSigned implements AutoCloseable {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path certificate;
  private final SSLServerSocket front;
  private final URI behind;

  private SelfSigned(Path certificate, SSLServerSocket front, URI behind) {
    this.certificate = certificate;
    this.front = front;
    this.behind = behind;
  }

  /** Makes a key with the JDK's keytool in {@code directory} and listens on loopback. */
  static SelfSigned start(Path directory, URI behind) throws Exception {
    Path store = directory.resolve("server.p12");
    Path certificate = directory.resolve("server.pem");
    keytool(
        List.of(
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=ip:127.0.0.1",
            "-validity",
            "30",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            new String(PASSWORD)));
    keytool(
        List.of(
            "-exportcert",
            "-rfc",
            "-alias",
            "server",
            "-file",
            certificate.toString(),
            "-keystore",
            store.toString(),
            "-storepass",
            new String(PASSWORD)));
    SelfSigned started = new SelfSigned(certificate, listen(store), behind);
    Thread acceptor = new Thread(started::accept, "self-signed");
    acceptor.setDaemon(true);
    acceptor.start();
    return started;
  }

  private static void keytool(List<String> arguments) throws IOException, InterruptedException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command = new ArrayList<>(List.of(tool.toString()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed: " + said);
    }
  }

  private static SSLServerSocket listen(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return (SSLServerSocket)
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  URI endpoint() {
    return URI.create("https://127.0.0.1:" + front.getLocalPort());
  }

  Path certificate() {
    return certificate;
  }

  private void accept() {
    while (!front.isClosed()) {
      try {
        Socket client = front.accept();
        Socket server = new Socket(behind.getHost(), behind.getPort());
        pump(client, server);
        pump(server, client);
      } catch (IOException e) {
        if (!front.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Copies one direction until it ends; then both sockets are of no more use. */
  private static void pump(Socket from, Socket to) {
    Thread thread =
        new Thread(
            () -> {
              try (from;
                  to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                in.transferTo(out);
              } catch (IOException e) {
                // A refused handshake or a closed connection: the client's side tells.
                return;
              }
            },
            "self-signed-pump");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    front.close();
  }
}
