package io.s3dlio.store.azure;

import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.ListBlobsOptions;
import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.http.Attempt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Pages of keys; those that we would refuse to write are shown as well. Metadata comes along,
 * because the directories of other programs are empty objects that only their metadata tell from
 * files.
 */
final class AzureListing {

  /** "List Blobs". */
  private static final int MAX_KEYS = 5000;

  private final ObjectUri root;
  private final AzureCalls calls;

  AzureListing(ObjectUri root, AzureCalls calls) {
    this.root = root;
    this.calls = calls;
  }

  ListPage list(ListQuery query) throws IOException {
    if (query.startAfter().isPresent()) {
      throw new UnsupportedOperationException(
          root.resolve(query.prefix()) + ": Azure cannot begin a listing after a key");
    }
    ListBlobsOptions options =
        new ListBlobsOptions()
            .setPrefix(query.prefix().isEmpty() ? null : query.prefix())
            .setMaxResultsPerPage(Math.min(query.maxKeys(), MAX_KEYS))
            .setDetails(new BlobListDetails().setRetrieveMetadata(true));
    Attempt attempt = Attempt.of(Operation.LIST, root.resolve(query.prefix()), "");
    PagedResponse<BlobItem> page = calls.call(attempt, () -> page(query, options));
    List<ObjectStat> objects = new ArrayList<>();
    Set<String> prefixes = new LinkedHashSet<>();
    for (BlobItem item : page.getValue()) {
      if (Boolean.TRUE.equals(item.isPrefix())) {
        prefixes.add(item.getName());
      } else {
        objects.add(AzureMapping.stat(item));
      }
    }
    Optional<String> next =
        Optional.ofNullable(page.getContinuationToken()).filter(token -> !token.isEmpty());
    return new ListPage(objects, List.copyOf(prefixes), next);
  }

  private PagedResponse<BlobItem> page(ListQuery query, ListBlobsOptions options) {
    String next = query.next().orElse(null);
    var pages =
        query.recursive()
            ? calls.container().listBlobs(options, next, null)
            : calls.container().listBlobsByHierarchy("/", options, null);
    var all =
        query.recursive() || next == null ? pages.iterableByPage() : pages.iterableByPage(next);
    return all.iterator().next();
  }
}
