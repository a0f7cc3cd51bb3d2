package io.s3dlio.testing.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/** Carries an answer's body to the client, and does to it what the fault says. */
final class AnswerSink implements BodyFrame.Sink {
  /** Time for what was sent to arrive: a reset may overtake it and throw it away. */
  private static final Duration BEFORE_RESET = Duration.ofMillis(20);

  private final Exchange exchange;
  private final OutputStream client;
  private final Optional<Fault> fault;
  private long sent;

  AnswerSink(Exchange exchange, OutputStream client, Optional<Fault> fault) {
    this.exchange = exchange;
    this.client = client;
    this.fault = fault;
  }

  @Override
  public void framing(byte[] bytes) throws IOException {
    client.write(bytes);
  }

  @Override
  public void payload(byte[] bytes, int length) throws IOException {
    Fault done = fault.orElse(null);
    if (done instanceof Fault.ResetInBody reset && within(reset.afterBytes(), length)) {
      send(bytes, 0, (int) (reset.afterBytes() - sent));
      pause(BEFORE_RESET);
      throw new Cut(Cut.How.RESET, done.toString());
    }
    if (done instanceof Fault.TruncateBody truncate && within(truncate.afterBytes(), length)) {
      send(bytes, 0, (int) (truncate.afterBytes() - sent));
      throw new Cut(Cut.How.CLOSE, done.toString());
    }
    if (done instanceof Fault.CorruptBody corrupt && within(corrupt.atByte(), length)) {
      bytes[(int) (corrupt.atByte() - sent)] ^= 1;
    }
    if (done instanceof Fault.Stall stall && within(stall.afterBytes(), length)) {
      int before = (int) (stall.afterBytes() - sent);
      send(bytes, 0, before);
      pause(stall.pause());
      send(bytes, before, length - before);
    } else {
      send(bytes, 0, length);
    }
  }

  /** Whether the byte at this offset of the body is in the piece that is sent next. */
  private boolean within(long offset, int length) {
    return offset >= sent && offset < sent + length;
  }

  private void send(byte[] bytes, int offset, int length) throws IOException {
    sent += length;
    exchange.addAnswerBytes(length);
    client.write(bytes, offset, length);
    client.flush();
  }

  /** Ends early when the relay closes. */
  static void pause(Duration pause) throws IOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw new Cut(Cut.How.CLOSE, "The relay was closed in a pause");
    }
  }
}
