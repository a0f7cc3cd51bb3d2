package io.s3dlio.store.gcs;

import com.google.api.services.storage.model.ComposeRequest;
import com.google.api.services.storage.model.StorageObject;
import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.Part;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadGoneException;
import io.s3dlio.store.UploadToken;
import io.s3dlio.store.http.Attempt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An upload whose parts are hidden objects and whose commit is a compose under the condition: the
 * service's own multipart uploads take no condition (page "XML API multipart uploads").
 *
 * <p>Completing sends several requests: whether the upload is still under way, a compose for each
 * 32 parts and for each 32 of those, and the removal of the parts.
 */
final class GcsUpload implements Upload {

  /** Most sources of one compose (page "Composite objects"). */
  private static final int SOURCES = 32;

  private static final Logger LOG = LoggerFactory.getLogger(GcsUpload.class);

  private enum State {
    OPEN,
    DETACHED,
    COMPLETED,
    ABORTED
  }

  /** One version of a hidden object, to be composed. */
  record Piece(String name, long generation, long size) {
    ComposeRequest.SourceObjects source() {
      return new ComposeRequest.SourceObjects().setName(name).setGeneration(generation);
    }
  }

  private final GcsCalls calls;
  private final GcsParts hidden;
  private final UploadToken token;
  private final ObjectUri uri;

  /** Whether every part was sent through this object, so that nobody need be asked for them. */
  private final boolean alone;

  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private volatile State state = State.OPEN;

  /** Whether the object stands but not all that was hidden for it is gone. */
  private volatile boolean leftovers;

  private GcsUpload(GcsCalls calls, GcsParts hidden, UploadToken token, boolean alone) {
    this.calls = calls;
    this.hidden = hidden;
    this.token = token;
    this.alone = alone;
    this.uri = token.root().resolve(token.key());
  }

  static GcsUpload begun(GcsCalls calls, GcsParts hidden, UploadToken token) {
    return new GcsUpload(calls, hidden, token, true);
  }

  static GcsUpload resumed(GcsCalls calls, GcsParts hidden, UploadToken token) {
    return new GcsUpload(calls, hidden, token, false);
  }

  @Override
  public UploadToken token() {
    return token;
  }

  @Override
  public Part uploadPart(int number, long offset, ByteBuffer body) throws IOException {
    if (number < 1 || number > GcsStore.LIMITS.maxParts() || offset < 0) {
      throw new IllegalArgumentException(
          "part "
              + number
              + " at "
              + offset
              + ": numbers go from 1 to "
              + GcsStore.LIMITS.maxParts());
    }
    checkAlive();
    int size = body.remaining();
    String name = GcsParts.part(token.id(), number);
    sent.add(name);
    StorageObject written =
        GcsRequests.insert(
            calls,
            attempt(Operation.UPLOAD_PART, "part " + number),
            GcsMapping.described(name, PutOptions.none()),
            body);
    return new Part(
        number,
        offset,
        size,
        GcsMapping.etag(written.getGeneration()),
        OptionalInt.of(GcsMapping.crc32c(body)));
  }

  @Override
  public Part copyPart(int number, long offset, String source, ByteRange range, String sourceEtag) {
    throw new UnsupportedOperationException(
        "copy into a part of " + uri + ": gs copies whole objects only");
  }

  @Override
  public ObjectStat complete(List<Part> parts) throws IOException {
    long size = Part.checkWhole(parts);
    checkAlive();
    Attempt attempt =
        attempt(Operation.COMPLETE, parts.size() + " parts").on(token.options().condition());
    Long match = GcsRequests.ifGenerationMatch(attempt);
    List<Piece> pieces = pieces(attempt, parts);
    hidden.checkUnderWay(attempt, token.id());
    for (int level = 1; pieces.size() > SOURCES; level++) {
      pieces = composed(level, pieces);
    }
    StorageObject target = GcsMapping.described(token.key(), token.options());
    StorageObject written = hidden.compose(attempt, target, pieces, match);
    state = State.COMPLETED;
    if (GcsMapping.size(written) != size) {
      throw new StoreException(
          attempt
              + ": the service composed "
              + written.getSize()
              + " bytes of "
              + size
              + "; write it again");
    }
    clean();
    return ObjectStat.of(token.key(), size, GcsMapping.etag(written.getGeneration()));
  }

  private List<Piece> pieces(Attempt attempt, List<Part> parts) throws UploadGoneException {
    List<Piece> pieces = new ArrayList<>(parts.size());
    for (Part part : parts) {
      OptionalLong generation = GcsMapping.generation(part.etag());
      if (generation.isEmpty()) {
        throw gone(attempt + ": part " + part.number() + " has no etag of this service");
      }
      String name = GcsParts.part(token.id(), part.number());
      sent.add(name);
      pieces.add(new Piece(name, generation.getAsLong(), part.size()));
    }
    return pieces;
  }

  /** Fewer and larger pieces, each of up to 32. */
  private List<Piece> composed(int level, List<Piece> pieces) throws IOException {
    int count = (pieces.size() + SOURCES - 1) / SOURCES;
    Piece[] larger = new Piece[count];
    List<Integer> indexes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      indexes.add(i);
    }
    hidden.each(
        indexes,
        index -> {
          int from = index * SOURCES;
          List<Piece> some = pieces.subList(from, Math.min(pieces.size(), from + SOURCES));
          larger[index] = composeStep(GcsParts.step(token.id(), level, index), some);
        });
    return List.of(larger);
  }

  private Piece composeStep(String name, List<Piece> some) throws IOException {
    sent.add(name);
    StorageObject written =
        hidden.compose(
            attempt(Operation.COMPLETE, "step " + name),
            GcsMapping.described(name, PutOptions.none()),
            some,
            null);
    long size = some.stream().mapToLong(Piece::size).sum();
    return new Piece(name, written.getGeneration(), size);
  }

  /** The object stands, whatever becomes of its parts; what stays of them is left to closing. */
  private void clean() {
    try {
      hidden.remove(uri, token.id(), alone ? List.copyOf(sent) : hidden.list(token.id()));
    } catch (IOException e) {
      LOG.debug("{} is complete, but not all of its hidden parts could be removed", uri, e);
      leftovers = true;
    }
  }

  private void checkAlive() throws UploadGoneException {
    if (state == State.COMPLETED || state == State.ABORTED) {
      throw gone(uri + ": the upload is already " + state);
    }
  }

  private static UploadGoneException gone(String message) {
    return new UploadGoneException(message);
  }

  @Override
  public void concluded() {
    state = State.COMPLETED;
    clean();
  }

  @Override
  public void detach() {
    if (state == State.OPEN) {
      state = State.DETACHED;
    }
  }

  /**
   * Aborts, or removes what completing could not; a failure throws, and closing again tries again.
   */
  @Override
  public void close() throws IOException {
    if (state == State.OPEN) {
      hidden.abort(uri, token.id());
      state = State.ABORTED;
    } else if (leftovers) {
      hidden.abort(uri, token.id());
      leftovers = false;
    }
  }

  private Attempt attempt(Operation operation, String detail) {
    return Attempt.of(operation, uri, detail);
  }
}
