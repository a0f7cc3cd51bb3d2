package io.s3dlio.testing.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One Markdown page of the repository and its fenced blocks. */
record Document(String name, List<Block> blocks) {

  /**
   * One fenced block.
   *
   * @param info what follows the opening fence, such as {@code sh}
   * @param line where it begins, from 1
   */
  record Block(String info, int line, String text) {}

  static Path repository() {
    return Path.of(System.getProperty("s3dlio.repository")).toAbsolutePath().normalize();
  }

  /** README.md and everything under docs, examples and conf. */
  static List<Document> all() throws IOException {
    List<Document> documents = new ArrayList<>();
    documents.add(read(repository().resolve("README.md")));
    for (String folder : List.of("docs", "examples", "conf")) {
      Path top = repository().resolve(folder);
      if (!Files.isDirectory(top)) {
        continue;
      }
      try (Stream<Path> files = Files.walk(top)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
          documents.add(read(file));
        }
      }
    }
    return documents;
  }

  private static Document read(Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> body = new ArrayList<>();
    String info = "";
    int start = 0;
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (!line.startsWith("```")) {
        body.add(line);
      } else if (start == 0) {
        info = line.substring(3).trim();
        start = number;
        body.clear();
      } else {
        blocks.add(new Block(info, start, String.join("\n", body)));
        start = 0;
      }
    }
    if (start != 0) {
      throw new IOException(file + ":" + start + ": the block is never closed");
    }
    return new Document(repository().relativize(file).toString(), List.copyOf(blocks));
  }

  /** The blocks of one kind. */
  List<Block> blocks(String info) {
    return blocks.stream().filter(block -> block.info().equals(info)).toList();
  }
}
