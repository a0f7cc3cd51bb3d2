package io.s3dlio.testing.servers;

import java.util.ArrayList;
import java.util.List;

/** The requests of a relay or a fake in the order in which their heads arrived. Thread-safe. */
final class RequestLog {
  private final List<Exchange> exchanges = new ArrayList<>();
  private long numbers;

  synchronized Exchange begin(int connection, HttpHead head) {
    Exchange exchange = new Exchange(++numbers, connection, head);
    exchanges.add(exchange);
    return exchange;
  }

  synchronized List<RecordedRequest> requests() {
    return exchanges.stream().map(Exchange::recorded).toList();
  }

  /** Forgets what was recorded; numbers go on. */
  synchronized void reset() {
    exchanges.clear();
  }
}
