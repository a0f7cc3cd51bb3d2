package io.s3dlio.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A local store in a temporary directory, and what tests ask of it. */
abstract class LocalStoreFixture {

  @TempDir Path directory = Path.of("");

  private final List<LocalStore> opened = new ArrayList<>();

  final LocalStore open(FileOpener files, LocalConfig config, int batch) {
    ObjectUri uri = ObjectUri.parse("file://" + directory);
    LocalStore store = new LocalStore(new LocalPaths(uri, directory), files, config, batch);
    opened.add(store);
    return store;
  }

  final LocalStore open() {
    return open(new BufferedFiles(), new LocalConfig(false), DirectoryWalk.BATCH);
  }

  /** After each test no file of the store is open, once it is closed. */
  @AfterEach
  final void nothingStaysOpen() throws IOException {
    for (LocalStore store : opened) {
      store.close();
    }
    assertThat(openFiles()).isEmpty();
  }

  /** Files below the directory that this process has open, as Linux tells. */
  final List<String> openFiles() throws IOException {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path link : links) {
        try {
          String target = Files.readSymbolicLink(link).toString();
          if (target.startsWith(directory + "/")) {
            found.add(target);
          }
        } catch (NoSuchFileException e) {
          // The stream's own descriptor is gone by now.
        }
      }
    }
    return found;
  }

  /** Names of hidden files anywhere below the directory. */
  final List<Path> hiddenFiles() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(path -> path.getFileName().toString().startsWith(".s3dlio-")).toList();
    }
  }

  static void put(LocalStore store, String key, String text) throws IOException {
    store.put(key, utf8(text), PutOptions.none());
  }

  static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static String read(LocalStore store, String key) throws IOException {
    try (ObjectReader reader = store.open(key, ReadHints.none())) {
      return read(reader, ByteRange.from(0));
    }
  }

  static String read(ObjectReader reader, ByteRange range) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ReadableByteChannel channel = reader.get(range)) {
      Channels.newInputStream(channel).transferTo(bytes);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Every entry in the order of the listing. */
  static List<String> list(LocalStore store, ListQuery query) throws IOException {
    List<String> found = new ArrayList<>();
    ListPage page = store.list(query);
    while (true) {
      page.objects().forEach(stat -> found.add(stat.key()));
      found.addAll(page.prefixes());
      if (page.next().isEmpty()) {
        return found;
      }
      page = store.list(query.withNext(page.next().get()));
    }
  }
}
