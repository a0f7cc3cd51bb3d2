package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void bodiesThatWereAllBeingReadMakeRoomWhenTheyAreLeft() {
    List<ReadableByteChannel> all = new ArrayList<>();
    List<OpenBodies.Slot> slots = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(body());
      slots.add(bodies.add());
    }
    for (int i = 0; i < 5; i++) {
      slots.get(i).leave(all.get(i));
    }
    assertThat(all).filteredOn(ReadableByteChannel::isOpen).hasSize(2);
  }

  @Test
  void fewerMayBeKeptFromNowOn() {
    ReadableByteChannel first = body();
    ReadableByteChannel second = body();
    bodies.add().leave(first);
    bodies.limit(1);
    bodies.limit(9);
    bodies.add().leave(second);
    assertThat(first.isOpen()).isFalse();
    assertThat(second.isOpen()).isTrue();
  }
}
