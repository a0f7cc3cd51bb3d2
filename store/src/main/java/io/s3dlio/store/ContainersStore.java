package io.s3dlio.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An account or service seen as a store of which the containers are the prefixes of its one
 * listing. It holds no object, and whatever would write is refused.
 */
final class ContainersStore implements ObjectStore {

  private static final Limits LIMITS = new Limits(1, 1, 1, 1, 1, 1);

  private final ObjectUri root;
  private final StoreProvider provider;
  private final StoreContext context;

  ContainersStore(ObjectUri root, StoreProvider provider, StoreContext context) {
    this.root = root;
    this.provider = provider;
    this.context = context;
  }

  @Override
  public ObjectUri root() {
    return root;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of();
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public ObjectReader open(String key, ReadHints hints) {
    throw refusal("read", key);
  }

  @Override
  public ObjectStat stat(String key) throws IOException {
    throw new FileNotFoundException(root + " holds containers, and no object " + Keys.check(key));
  }

  /** Each page asks for all containers: services list them by the thousand. */
  @Override
  public ListPage list(ListQuery query) throws IOException {
    if (query.recursive() || query.prefix().contains("/") || query.startAfter().isPresent()) {
      throw refusal("list what is in the containers of", query.prefix());
    }
    String after = query.next().orElse("");
    List<String> names =
        provider.listContainers(root, context).stream()
            .map(name -> name + "/")
            .filter(name -> name.startsWith(query.prefix()) && name.compareTo(after) > 0)
            .sorted()
            .toList();
    boolean more = names.size() > query.maxKeys();
    List<String> page = more ? names.subList(0, query.maxKeys()) : names;
    Optional<String> next = more ? Optional.of(page.get(page.size() - 1)) : Optional.empty();
    return new ListPage(List.of(), page, next);
  }

  @Override
  public ObjectStat put(String key, ByteBuffer body, PutOptions options) {
    throw refusal("write", key);
  }

  @Override
  public Upload startUpload(String key, PutOptions options) {
    throw refusal("write", key);
  }

  @Override
  public Upload resumeUpload(UploadToken token) {
    throw refusal("write", token.key());
  }

  @Override
  public UploadPage listUploads(UploadQuery query) {
    throw refusal("list uploads of", query.prefix());
  }

  @Override
  public ObjectStat copy(String source, String target, CopyOptions options) {
    throw refusal("copy", source);
  }

  @Override
  public void move(String source, String target, PutCondition condition) {
    throw refusal("move", source);
  }

  @Override
  public List<DeleteFailure> delete(List<String> keys) {
    throw refusal("delete", String.join(", ", keys));
  }

  private UnsupportedOperationException refusal(String what, String key) {
    return new UnsupportedOperationException(
        "cannot " + what + " " + root.resolve(key) + ": " + root + " only lists its containers");
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "containers of " + root;
  }
}
