package io.s3dlio.testing.servers;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection through a relay: request after request, each answered before the next.
 */
final class RelayedConnection {
  private static final int BUFFER = 64 * 1024;
  private static final int CONTINUE_MILLIS = 2_000;

  private final ConnectionServer.Connection connection;
  private final URI target;
  private final RequestLog log;
  private final Supplier<FaultPlan> plan;
  private final InputStream in;
  private final OutputStream out;
  private @Nullable Upstream upstream;

  RelayedConnection(
      ConnectionServer.Connection connection, URI target, RequestLog log, Supplier<FaultPlan> plan)
      throws IOException {
    this.connection = connection;
    this.target = target;
    this.log = log;
    this.plan = plan;
    this.in = new BufferedInputStream(connection.client().getInputStream(), BUFFER);
    this.out = new BufferedOutputStream(connection.client().getOutputStream(), BUFFER);
  }

  void run() throws IOException {
    try {
      boolean more = true;
      while (more) {
        Optional<HttpHead> head = HttpHead.read(in);
        more = head.isPresent() && serve(head.get());
      }
    } catch (Cut cut) {
      if (cut.resets()) {
        // Closing with a linger time of zero sends a reset.
        connection.client().setSoLinger(true, 0);
      }
    } finally {
      dropUpstream();
    }
  }

  /** Whether the connection can carry another request. */
  private boolean serve(HttpHead head) throws IOException {
    Exchange exchange = log.begin(connection.number(), head);
    Optional<Fault> chosen = plan.get().faultFor(exchange.recorded());
    chosen.ifPresent(exchange::fault);
    Fault fault = chosen.orElse(null);
    if (fault instanceof Fault.ResetBeforeAnswer) {
      throw new Cut(Cut.How.RESET, fault.toString());
    }
    if (fault instanceof Fault.Status status) {
      return answerInstead(head, exchange, status);
    }
    HttpHead answer = forward(head, exchange);
    if (fault instanceof Fault.LoseAnswer) {
      drainAnswer(answer, exchange);
      throw new Cut(Cut.How.CLOSE, fault.toString());
    }
    if (fault instanceof Fault.ForwardThen then) {
      drainAnswer(answer, exchange);
      new ErrorAnswer(then.answer()).write(exchange, out);
      return !head.endsConnection() && !answer.endsConnection();
    }
    if (fault instanceof Fault.DelayFirstByte delay) {
      AnswerSink.pause(delay.pause());
    }
    if (fault instanceof Fault.Hold hold) {
      await(hold);
    }
    return deliver(head, answer, exchange, chosen);
  }

  /** Ends early when the relay closes. */
  private static void await(Fault.Hold hold) throws IOException {
    try {
      hold.until().await();
    } catch (InterruptedException e) {
      throw new Cut(Cut.How.CLOSE, "The relay was closed while it held an answer");
    }
  }

  private boolean answerInstead(HttpHead head, Exchange exchange, Fault.Status status)
      throws IOException {
    if (head.has("expect", "100-continue")) {
      // As S3 does: a final answer instead of the go-ahead; the body never comes.
      new ErrorAnswer(status.withHeader("Connection", "close")).write(exchange, out);
      return false;
    }
    BodyFrame.ofRequest(head).carry(in, new Discard(exchange));
    new ErrorAnswer(status).write(exchange, out);
    return !head.endsConnection();
  }

  /** Sends the request on and reads the head of its final answer. */
  private HttpHead forward(HttpHead head, Exchange exchange) throws IOException {
    Upstream server = freshUpstream();
    boolean sendsBody = true;
    try {
      server.out().write(head.bytes());
      server.out().flush();
      if (head.has("expect", "100-continue") && server.answersWithin(CONTINUE_MILLIS)) {
        HttpHead first = answerHead(server);
        if (first.status() != 100) {
          return first.with("Connection", "close");
        }
        out.write(first.bytes());
        out.flush();
      }
      BodyFrame.ofRequest(head).carry(in, new RequestSink(exchange, server.out()));
    } catch (UpstreamRefused e) {
      // The server answered before the body ended, and reads no more of it.
      sendsBody = false;
    }
    HttpHead answer = answerHead(server);
    while (answer.status() < 200) {
      out.write(answer.bytes());
      out.flush();
      answer = answerHead(server);
    }
    return sendsBody ? answer : answer.with("Connection", "close");
  }

  private boolean deliver(HttpHead head, HttpHead answer, Exchange exchange, Optional<Fault> fault)
      throws IOException {
    HttpHead shown = answer;
    if (fault.orElse(null) instanceof Fault.SetHeader set) {
      shown = answer.with(set.name(), set.value());
    } else if (fault.orElse(null) instanceof Fault.RemoveHeader remove) {
      shown = answer.without(remove.name());
    }
    Upstream server = currentUpstream();
    BodyFrame frame = BodyFrame.ofAnswer(answer, exchange.method());
    exchange.status(answer.status());
    out.write(shown.bytes());
    frame.carry(server.in(), new AnswerSink(exchange, out, fault));
    out.flush();
    server.used();
    return !head.endsConnection()
        && !answer.endsConnection()
        && frame.kind() != BodyFrame.Kind.UNTIL_CLOSE;
  }

  private void drainAnswer(HttpHead answer, Exchange exchange) throws IOException {
    BodyFrame.ofAnswer(answer, exchange.method())
        .carry(
            currentUpstream().in(),
            new BodyFrame.Sink() {
              @Override
              public void payload(byte[] bytes, int length) {}

              @Override
              public void framing(byte[] bytes) {}
            });
    currentUpstream().used();
  }

  private static HttpHead answerHead(Upstream server) throws IOException {
    return HttpHead.read(server.in())
        .orElseThrow(() -> new Cut(Cut.How.RESET, "The server closed without an answer"));
  }

  private Upstream freshUpstream() throws IOException {
    if (upstream != null && upstream.stale()) {
      dropUpstream();
    }
    if (upstream == null) {
      upstream = Upstream.connect(connection, target);
    }
    return upstream;
  }

  private Upstream currentUpstream() {
    if (upstream == null) {
      throw new IllegalStateException("No request was forwarded");
    }
    return upstream;
  }

  private void dropUpstream() {
    if (upstream != null) {
      upstream.close();
      upstream = null;
    }
  }

  /** Says that the server no longer takes the request's body. */
  private static final class UpstreamRefused extends IOException {
    private static final long serialVersionUID = 1L;

    UpstreamRefused(IOException cause) {
      super("The server stopped reading", cause);
    }
  }

  private record RequestSink(Exchange exchange, OutputStream server) implements BodyFrame.Sink {
    @Override
    public void payload(byte[] bytes, int length) throws IOException {
      exchange.addRequestBytes(length);
      write(bytes, length);
    }

    @Override
    public void framing(byte[] bytes) throws IOException {
      write(bytes, bytes.length);
    }

    private void write(byte[] bytes, int length) throws IOException {
      try {
        server.write(bytes, 0, length);
        server.flush();
      } catch (IOException e) {
        throw new UpstreamRefused(e);
      }
    }
  }

  private record Discard(Exchange exchange) implements BodyFrame.Sink {
    @Override
    public void payload(byte[] bytes, int length) {
      exchange.addRequestBytes(length);
    }

    @Override
    public void framing(byte[] bytes) {}
  }
}
