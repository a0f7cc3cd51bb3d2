package io.s3dlio.testing.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeakCheckTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  @Test
  void namesAFileAndASocketThatStayOpen(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("left-open"), "x");
    LeakCheck check = LeakCheck.begin(SHORT);
    try (InputStream open = Files.newInputStream(file);
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(open.available() + socket.getLocalPort()).isPositive();
      assertThatThrownBy(check::assertNothingNewOpen)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("left-open")
          .hasMessageContaining("socket:");
    }
    check.assertNothingNewOpen();
  }

  @Test
  void namesAThreadThatLivesOn() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "leak-check-test-1");
    thread.start();
    assertThatThrownBy(() -> LeakCheck.assertNoThreads("leak-check-test", SHORT))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("leak-check-test-1")
        .hasMessageContaining("CountDownLatch.await");
    end.countDown();
    LeakCheck.assertNoThreads("leak-check-test");
  }

  @Test
  void saysHowMuchIsNeverGivenBack() {
    AtomicLong lent = new AtomicLong(42);
    assertThatThrownBy(() -> LeakCheck.assertAllReturned("bytes", lent::get, SHORT))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("42 bytes");
  }

  @Test
  void waitsForWhatIsOnItsWayBack() {
    AtomicLong lent = new AtomicLong(3);
    LeakCheck.assertAllReturned("bytes", lent::decrementAndGet);
    assertThat(lent).hasValue(0);
  }
}
