package io.s3dlio.store.local;

import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.StoreProvider;
import io.s3dlio.store.config.ConfigKey;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Local files: {@code file:///directory} through the page cache, {@code direct:///directory} past
 * it by O_DIRECT. {@code file://./directory} is relative to the working directory.
 */
public final class LocalStoreProvider implements StoreProvider {

  private static final String DIRECT = "direct";

  @Override
  public Set<String> schemes() {
    return Set.of("file", DIRECT);
  }

  @Override
  public List<ConfigKey<?>> keys() {
    return LocalConfig.KEYS;
  }

  @Override
  public ObjectStore open(ObjectUri root, StoreContext context) {
    Path directory = directory(root);
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains(FileFacts.VIEW)) {
      throw new UnsupportedOperationException(
          "local stores need a system whose files have inodes (Linux, macOS): " + root);
    }
    ObjectUri uri = new ObjectUri(root.scheme(), "", directory.toString().substring(1));
    FileOpener files = root.scheme().equals(DIRECT) ? new DirectFiles() : new BufferedFiles();
    return new LocalStore(
        new LocalPaths(uri, directory),
        files,
        LocalConfig.parse(context.settings()),
        DirectoryWalk.BATCH);
  }

  /** The directories directly below the root. */
  @Override
  public List<String> listContainers(ObjectUri root, StoreContext context) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> stream =
        Files.newDirectoryStream(directory(root), Files::isDirectory)) {
      stream.forEach(path -> names.add(path.getFileName().toString()));
    } catch (IOException e) {
      throw LocalErrors.translate(e, "list the directories of", root);
    }
    Collections.sort(names);
    return names;
  }

  @Override
  public void createContainer(ObjectUri root, StoreContext context) throws IOException {
    Path directory = directory(root);
    try {
      Path parent = directory.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(directory);
    } catch (IOException e) {
      throw LocalErrors.translate(e, "create the directory", root);
    }
  }

  @Override
  public void deleteContainer(ObjectUri root, StoreContext context) throws IOException {
    Path directory = directory(root);
    new LocalPaths(root, directory).requireRoot();
    try {
      Files.delete(directory);
    } catch (IOException e) {
      throw LocalErrors.translate(e, "delete the directory", root);
    }
  }

  private static Path directory(ObjectUri root) {
    if (root.authority().equals(".")) {
      return Path.of("").toAbsolutePath().resolve(root.path()).normalize();
    }
    if (!root.authority().isEmpty()) {
      throw new IllegalArgumentException(
          root + " names a host; write " + root.scheme() + ":///directory, with three slashes");
    }
    return Path.of("/" + root.path()).normalize();
  }
}
