package io.s3dlio.fs;

import static org.apache.hadoop.fs.statistics.IOStatisticsSupport.snapshotIOStatistics;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The stores behind one FileSystem: one; or where the URI names an account or a service, one for
 * each container, opened when a path first leads into it, and one that lists the containers.
 *
 * <p>Thread-safe; closing closes all of them.
 */
final class Mounts implements Closeable {

  /** Each has connections of its own, so there is a bound. */
  private static final int MOST_CONTAINERS = 1000;

  private final Address address;
  private final Configuration configuration;
  private final Services main;
  private final Map<String, Services> containers = new HashMap<>();
  private boolean closed;

  private Mounts(Address address, Configuration configuration, Services main) {
    this.address = address;
    this.configuration = configuration;
    this.main = main;
  }

  /**
   * Opens what an address names; sends nothing.
   *
   * @throws IOException for a root, option name or value that cannot be
   */
  static Mounts open(Address address, Configuration configuration) throws IOException {
    Services main = Services.over(Mount.open(address, configuration));
    return new Mounts(address, configuration, main);
  }

  /** The one store; of an account or service that which lists the containers. */
  Services main() {
    return main;
  }

  /** Whether the directories of the root are containers. */
  boolean holdsContainers() {
    return address.holdsContainers();
  }

  /**
   * What serves an absolute path.
   *
   * @throws IOException for a container that cannot be; nothing was sent
   */
  Services of(Path path) throws IOException {
    String container = container(path);
    return container == null ? main : opened(container, path);
  }

  /** The first segment of a path, where that names a container. */
  @Nullable String container(Path path) {
    String text = path.toUri().getPath();
    if (!holdsContainers() || text.length() < 2) {
      return null;
    }
    int slash = text.indexOf('/', 1);
    return slash < 0 ? text.substring(1) : text.substring(1, slash);
  }

  /** Where the trash of the opener is, in the container that a path leads into. */
  Path trash(Path path) {
    return trash(String.valueOf(container(path)), main.mount().owner());
  }

  /** What finds the trash of a user in every container; {@code *} for all users. */
  Path trashes(String user) {
    return trash("*", user);
  }

  private Path trash(String container, String user) {
    return new Path(address.scheme(), address.authority(), "/" + container + "/.Trash/" + user);
  }

  private Services opened(String container, Path path) throws IOException {
    Services known = known(container, path);
    if (known != null) {
      return known;
    }
    Services opened = Services.over(Mount.open(address, container, configuration));
    Services winner = keep(container, opened);
    if (!winner.equals(opened)) {
      opened.mount().close();
    }
    return winner;
  }

  private synchronized @Nullable Services known(String container, Path path) throws IOException {
    Services known = containers.get(container);
    if (known == null && containers.size() >= MOST_CONTAINERS) {
      throw new PathIOException(
          path.toString(),
          "this FileSystem has "
              + MOST_CONTAINERS
              + " containers open already; close it, or open one for "
              + address.root(container));
    }
    return known;
  }

  /** Another thread may have been faster, or the FileSystem may be closed by now. */
  private synchronized Services keep(String container, Services opened) throws IOException {
    if (closed) {
      opened.mount().close();
      throw new IOException("this FileSystem is closed");
    }
    Services earlier = containers.putIfAbsent(container, opened);
    return earlier == null ? opened : earlier;
  }

  /** A copy of the counters of all stores together. */
  IOStatistics statistics() {
    IOStatisticsSnapshot sum = snapshotIOStatistics(main.mount().statistics().getIOStatistics());
    for (Services container : containers()) {
      sum.aggregate(container.mount().statistics().getIOStatistics());
    }
    return sum;
  }

  private synchronized List<Services> containers() {
    return List.copyOf(containers.values());
  }

  /** Closes every store, whatever the others say; the first failure counts. */
  @Override
  public void close() throws IOException {
    List<Services> all = new ArrayList<>(List.of(main));
    synchronized (this) {
      closed = true;
      all.addAll(containers.values());
    }
    IOException failure = null;
    for (Services services : all) {
      try {
        services.mount().close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
