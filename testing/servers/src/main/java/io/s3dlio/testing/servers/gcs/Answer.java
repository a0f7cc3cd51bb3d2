package io.s3dlio.testing.servers.gcs;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One answer with its whole body.
 *
 * @param headers without Content-Length
 */
record Answer(int status, Map<String, String> headers, Content body) {

  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer empty(int status) {
    return new Answer(status, Map.of(), Content.EMPTY);
  }

  static Answer json(int status, Map<String, ?> value) {
    return new Answer(
        status,
        Map.of("Content-Type", "application/json; charset=UTF-8"),
        Content.of(Json.text(value)));
  }

  Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body);
  }
}
