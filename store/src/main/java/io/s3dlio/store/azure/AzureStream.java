package io.s3dlio.store.azure;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;

/** A body on its connection: closed at its end it gives that back, aborted it ends it. */
final class AzureStream extends FilterInputStream {

  private final HttpUriRequestBase request;
  private final ClassicHttpResponse answer;

  AzureStream(InputStream in, HttpUriRequestBase request, ClassicHttpResponse answer) {
    super(in);
    this.request = request;
    this.answer = answer;
  }

  /** Ends the transfer; from any thread. */
  void abort() {
    // First: closing an answer that is not cancelled reads the rest of its body.
    request.cancel();
    try {
      answer.close();
    } catch (IOException e) {
      // Nobody wants the rest.
      return;
    }
  }

  /** For a body that was read to its end. */
  @Override
  public void close() throws IOException {
    in.close();
    answer.close();
  }
}
