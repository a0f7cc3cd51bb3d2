package io.s3dlio.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** Compares what came out of the store with what came out of local files, to the last byte. */
final class DemoResults {
  private static final int PIECE = 1 << 16;

  private DemoResults() {}

  /** Reads every object back and compares it with the file it was put from. */
  static void compareObjects(FileSystem store, String prefix, DemoFiles files) throws IOException {
    for (Path file : files.files()) {
      org.apache.hadoop.fs.Path object = new org.apache.hadoop.fs.Path(prefix + "/" + file);
      try (InputStream there = store.open(object);
          InputStream here = Files.newInputStream(files.folder().resolve(file))) {
        long offset = firstDifference(there, here);
        if (offset >= 0) {
          throw new DemoFailure(object + " and " + file + " differ from byte " + offset + " on");
        }
      }
    }
  }

  /** Compares the lines of two answers and returns how many there are. */
  static int compareAnswers(String name, List<String> there, List<String> here) {
    for (int i = 0; i < Math.max(there.size(), here.size()); i++) {
      String one = i < there.size() ? there.get(i) : "(no line)";
      String other = i < here.size() ? here.get(i) : "(no line)";
      if (!one.equals(other)) {
        throw new DemoFailure(
            name
                + ", line "
                + (i + 1)
                + ": in the store '"
                + one
                + "', on local files '"
                + other
                + "'");
      }
    }
    if (here.isEmpty()) {
      throw new DemoFailure(name + " is empty on both sides: nothing was compared");
    }
    return here.size();
  }

  /** The lines of all part files in a folder of results. */
  static List<String> answer(FileSystem fileSystem, String folder) throws IOException {
    FileStatus[] parts =
        fileSystem.listStatus(
            new org.apache.hadoop.fs.Path(folder), path -> path.getName().startsWith("part-"));
    Arrays.sort(parts);
    StringBuilder text = new StringBuilder();
    for (FileStatus part : parts) {
      try (InputStream in = fileSystem.open(part.getPath())) {
        text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return text.toString().lines().toList();
  }

  /** Where two streams differ first, -1 when they are equal. */
  private static long firstDifference(InputStream one, InputStream other) throws IOException {
    long offset = 0;
    while (true) {
      byte[] left = one.readNBytes(PIECE);
      byte[] right = other.readNBytes(PIECE);
      int mismatch = Arrays.mismatch(left, right);
      if (mismatch >= 0) {
        return offset + mismatch;
      }
      if (left.length < PIECE) {
        return -1;
      }
      offset += PIECE;
    }
  }
}
