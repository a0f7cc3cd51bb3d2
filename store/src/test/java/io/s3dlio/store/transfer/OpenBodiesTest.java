package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import org.junit.jupiter.api.Test;

/** Which bodies are given up, and when. */
class OpenBodiesTest {

  private final OpenBodies bodies = new OpenBodies(2);

  private static ReadableByteChannel body() {
    return Channels.newChannel(new ByteArrayInputStream(new byte[1]));
  }

  @Test
  void theOldestIdleBodyMakesRoom() {
    ReadableByteChannel first = body();
    ReadableByteChannel second = body();
    OpenBodies.Slot one = bodies.add();
    one.leave(first);
    OpenBodies.Slot two = bodies.add();
    two.leave(second);
    assertThat(first.isOpen()).isTrue();
    bodies.add();
    assertThat(first.isOpen()).isFalse();
    assertThat(one.take()).isNull();
    assertThat(two.take()).isSameAs(second);
  }

  @Test
  void aBodyThatIsBeingReadIsNotGivenUp() {
    ReadableByteChannel first = body();
    OpenBodies.Slot one = bodies.add();
    one.leave(first);
    assertThat(one.take()).isSameAs(first);
    ReadableByteChannel second = body();
    bodies.add().leave(second);
    bodies.add();
    assertThat(first.isOpen()).isTrue();
    assertThat(second.isOpen()).isFalse();
  }

  @Test
  void aClosedBodyNeedsNoRoom() {
    OpenBodies.Slot one = bodies.add();
    ReadableByteChannel second = body();
    bodies.add().leave(second);
    bodies.remove(one);
    bodies.add();
    assertThat(second.isOpen()).isTrue();
  }
}
