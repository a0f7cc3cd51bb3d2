package io.s3dlio.store.transfer;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.Capability;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.DeleteFailure;
import io.s3dlio.store.Limits;
import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Part;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadPage;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.UploadToken;
import io.s3dlio.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A store in memory that counts what the engine does, holds requests until enough are in flight,
 * and fails those it is told to fail.
 */
final class ProbeStore implements ObjectStore {

  /** Decides before each request; throws to make it fail. */
  interface Rule {
    void check(String request) throws IOException;
  }

  private final ObjectStore inner;
  private final Set<Capability> capabilities;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile Rule rule = request -> {};
  // Guarded by this.
  private int inFlight;
  private int mostInFlight;
  private int openChannels;
  private int openUploads;
  private int wantedInFlight = 1;
  private boolean gate = true;

  ProbeStore(Limits limits, Set<Capability> without) {
    inner = new MemoryStore(ObjectUri.parse("memory://probe"), limits);
    Set<Capability> left = EnumSet.copyOf(inner.capabilities());
    left.removeAll(without);
    capabilities = Set.copyOf(left);
  }

  /** Every request that follows waits until this many are in flight at once, once. */
  synchronized void holdUntilInFlight(int count) {
    wantedInFlight = count;
    gate = false;
  }

  void failWhen(Rule rule) {
    this.rule = rule;
  }

  /** What was asked for, as {@code GET key [0, 10)}, in order of arrival. */
  List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  long count(String start) {
    return requests().stream().filter(request -> request.startsWith(start)).count();
  }

  void forget() {
    requests.clear();
  }

  synchronized int mostInFlight() {
    return mostInFlight;
  }

  /** Channels and uploads that were opened and not closed. */
  synchronized int leaks() {
    return openChannels + openUploads;
  }

  private <T> T request(String name, Parallel.Call<T> call) throws IOException {
    requests.add(name);
    enter();
    try {
      rule.check(name);
      return call.run();
    } finally {
      leave();
    }
  }

  private synchronized void enter() throws IOException {
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
    if (inFlight >= wantedInFlight) {
      gate = true;
      notifyAll();
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    boolean interrupted = false;
    while (!gate && System.nanoTime() < deadline) {
      try {
        wait(100);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (!gate) {
      throw new IOException("only " + inFlight + " requests in flight, not " + wantedInFlight);
    }
  }

  private synchronized void leave() {
    inFlight--;
  }

  private synchronized void channels(int change) {
    openChannels += change;
  }

  private synchronized void uploads(int change) {
    openUploads += change;
  }

  @Override
  public ObjectUri root() {
    return inner.root();
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public Limits limits() {
    return inner.limits();
  }

  @Override
  public ObjectReader open(String key, ReadHints hints) {
    return new ProbeReader(key, inner.open(key, hints));
  }

  @Override
  public ObjectStat stat(String key) throws IOException {
    return request("STAT " + key, () -> inner.stat(key));
  }

  @Override
  public ListPage list(ListQuery query) throws IOException {
    return request("LIST " + query.prefix(), () -> inner.list(query));
  }

  @Override
  public ObjectStat put(String key, ByteBuffer body, PutOptions options) throws IOException {
    return request("PUT " + key + " " + body.remaining(), () -> inner.put(key, body, options));
  }

  @Override
  public Upload startUpload(String key, PutOptions options) throws IOException {
    return request("START " + key, () -> new ProbeUpload(inner.startUpload(key, options)));
  }

  @Override
  public Upload resumeUpload(UploadToken token) {
    return new ProbeUpload(inner.resumeUpload(token));
  }

  @Override
  public UploadPage listUploads(UploadQuery query) throws IOException {
    return inner.listUploads(query);
  }

  @Override
  public ObjectStat copy(String source, String target, CopyOptions options) throws IOException {
    return request("COPY " + source, () -> inner.copy(source, target, options));
  }

  @Override
  public void move(String source, String target, PutCondition condition) throws IOException {
    inner.move(source, target, condition);
  }

  @Override
  public List<DeleteFailure> delete(List<String> keys) throws IOException {
    return request("DELETE " + keys.size(), () -> inner.delete(keys));
  }

  @Override
  public void close() throws IOException {
    inner.close();
  }

  private final class ProbeReader implements ObjectReader {

    private final String key;
    private final ObjectReader reader;

    ProbeReader(String key, ObjectReader reader) {
      this.key = key;
      this.reader = reader;
    }

    @Override
    public ObjectStat stat() throws IOException {
      return reader.stat();
    }

    @Override
    public ReadableByteChannel get(ByteRange range) throws IOException {
      return request(
          "GET " + key + " " + range, () -> new ProbeChannel(key, range, reader.get(range)));
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }

  private final class ProbeChannel implements ReadableByteChannel {

    private final String key;
    private final ByteRange range;
    private final ReadableByteChannel channel;
    private boolean open = true;

    ProbeChannel(String key, ByteRange range, ReadableByteChannel channel) {
      this.key = key;
      this.range = range;
      this.channel = channel;
      channels(1);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      rule.check("READ " + key + " " + range);
      // Small steps, as a socket gives them.
      int step = Math.min(target.remaining(), 10_000);
      ByteBuffer slice = target.slice(target.position(), step);
      int count = channel.read(slice);
      target.position(target.position() + Math.max(count, 0));
      return count;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() throws IOException {
      if (open) {
        open = false;
        channels(-1);
      }
      channel.close();
    }
  }

  private final class ProbeUpload implements Upload {

    private final Upload upload;
    private boolean open = true;

    ProbeUpload(Upload upload) {
      this.upload = upload;
      uploads(1);
    }

    @Override
    public UploadToken token() {
      return upload.token();
    }

    @Override
    public Part uploadPart(int number, long offset, ByteBuffer body) throws IOException {
      return request(
          "PART " + number + " at " + offset + " of " + body.remaining(),
          () -> upload.uploadPart(number, offset, body));
    }

    @Override
    public Part copyPart(int number, long offset, String source, ByteRange range, String sourceEtag)
        throws IOException {
      return request(
          "COPYPART " + number + " at " + offset + " " + range,
          () -> upload.copyPart(number, offset, source, range, sourceEtag));
    }

    @Override
    public ObjectStat complete(List<Part> parts) throws IOException {
      return request("COMPLETE " + parts.size(), () -> upload.complete(parts));
    }

    @Override
    public void concluded() {
      detach();
    }

    @Override
    public void detach() {
      upload.detach();
    }

    @Override
    public void close() throws IOException {
      if (open) {
        open = false;
        uploads(-1);
        requests.add("CLOSE");
      }
      upload.close();
    }
  }
}
