package io.s3dlio.tfrecord;

import io.s3dlio.store.ByteRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What frames, compressions, walks and borders do with any bytes. */
final class FrameFuzz {

  private static final List<VerifyCrc> VERIFY = List.of(VerifyCrc.values());
  private static final List<BadPayload> BAD = List.of(BadPayload.values());
  private static final List<RecordCompression> COMPRESSIONS = List.of(RecordCompression.values());
  private static final int[] BUFFERS = {16, 50, 300, 1 << 14};

  private FrameFuzz() {}

  private static byte[] file(SplittableRandom random) {
    return Frames.file(Frames.payloads(random, random.nextInt(8), 80));
  }

  private static RecordReadOptions options(SplittableRandom random) {
    return new RecordReadOptions(
        VERIFY.get(random.nextInt(VERIFY.size())),
        BAD.get(random.nextInt(BAD.size())),
        BUFFERS[random.nextInt(BUFFERS.length)]);
  }

  /** Reads to the end; what is delivered must be in order and inside of its array. */
  private static long drain(RecordReader reader, SplittableRandom random) throws IOException {
    RecordBlock block = new RecordBlock();
    long offset = 0;
    long number = 0;
    while (reader.read(block, 1 + random.nextInt(5))) {
      for (int i = 0; i < block.count(); i++) {
        check(block.offset(i) == offset && block.number(i) == number, "order");
        check(block.start(i) + block.length(i) + 4 <= block.bytes().length, "slice");
        offset += block.length(i) + 16;
        number++;
      }
    }
    return number;
  }

  private static void check(boolean right, String what) {
    if (!right) {
      throw new IllegalStateException(what);
    }
  }

  /** Records as they are. */
  static final class Plain implements FuzzTarget {

    @Override
    public byte[] seed(SplittableRandom random) {
      return file(random);
    }

    @Override
    public void run(byte[] input, SplittableRandom random) throws IOException {
      RecordSource source =
          random.nextBoolean()
              ? RecordSource.whole(Frames.FILE, input.length)
              : RecordSource.ofUnknownLength(Frames.FILE);
      drain(RecordReaders.open(Frames.channel(input), source, options(random)), random);
    }
  }

  /** Whole files, detected or believed to be compressed. */
  static final class Compressed implements FuzzTarget {

    @Override
    public byte[] seed(SplittableRandom random) throws IOException {
      RecordCompression compression = COMPRESSIONS.get(random.nextInt(COMPRESSIONS.size()));
      byte[] file = file(random);
      boolean linked = compression == RecordCompression.LZ4 && file.length >= 40;
      return linked && random.nextBoolean()
          ? Lz4InputTest.twice(file)
          : RecordCompressionTest.compressed(compression, file);
    }

    @Override
    public void run(byte[] input, SplittableRandom random) throws IOException {
      RecordSource source = RecordSource.whole(Frames.FILE, input.length);
      int choice = random.nextInt(2 * COMPRESSIONS.size());
      RecordReader reader =
          choice < COMPRESSIONS.size()
              ? RecordReaders.open(
                  Frames.channel(input), source, COMPRESSIONS.get(choice), options(random))
              : RecordReaders.openDetecting(Frames.trickle(input, 100), source, options(random));
      try (reader) {
        drain(reader, random);
      }
    }
  }

  /** A walk finds what a reader finds. */
  static final class Walks implements FuzzTarget {

    @Override
    public byte[] seed(SplittableRandom random) {
      return file(random);
    }

    @Override
    public void run(byte[] input, SplittableRandom random) throws IOException {
      RecordSource source = RecordSource.whole(Frames.FILE, input.length);
      VerifyCrc verify = random.nextBoolean() ? VerifyCrc.LENGTH : VerifyCrc.OFF;
      String read = outcome(() -> drain(Frames.reader(input, verify), random));
      try (RecordWalk walk =
          RecordWalk.open(new BytesReader(input), source, verify, random.nextInt(60))) {
        check(outcome(() -> count(walk)).equals(read), "the walk differs: " + read);
      }
    }

    private static long count(RecordWalk walk) throws IOException {
      long offset = 0;
      long count = 0;
      while (walk.next()) {
        check(walk.offset() == offset && walk.number() == count, "order");
        offset += walk.size();
        count++;
      }
      return count;
    }

    private interface Counting {
      long count() throws IOException;
    }

    private static String outcome(Counting counting) throws IOException {
      try {
        return "records " + counting.count();
      } catch (CorruptRecordException e) {
        return e.reason() + " at " + e.recordNumber() + ", byte " + e.offset();
      }
    }
  }

  /** Borders are what their definition says, and splits hold the records of the file. */
  static final class Splits implements FuzzTarget {

    @Override
    public byte[] seed(SplittableRandom random) {
      List<byte[]> payloads = new ArrayList<>(Frames.payloads(random, 4, 60));
      payloads.add(file(random));
      return Frames.file(payloads);
    }

    @Override
    public void run(byte[] input, SplittableRandom random) throws IOException {
      int cut = random.nextInt(input.length + 1);
      BytesReader reader = new BytesReader(input);
      RecordBorders borders = RecordBorders.of(reader, Frames.FILE, input.length);
      check(borders.next(cut) == border(input, cut), "border of " + cut);
      RecordReadOptions options =
          RecordReadOptions.DEFAULT.with(VERIFY.get(random.nextInt(VERIFY.size())));
      long parts = part(reader, borders.split(0, cut), options, random);
      parts += part(reader, borders.split(cut, input.length), options, random);
      long whole = drain(Frames.reader(input, options.verify()), random);
      check(parts == whole, "records of parts " + parts + ", of the file " + whole);
    }

    private static long part(
        BytesReader reader, RecordSplit split, RecordReadOptions options, SplittableRandom random)
        throws IOException {
      if (split.isEmpty()) {
        return 0;
      }
      RecordReader records =
          RecordSplits.open(
              reader.get(ByteRange.of(split.begin(), split.length())), split, options);
      RecordBlock block = new RecordBlock();
      long count = 0;
      while (records.read(block, 1 + random.nextInt(9))) {
        count += block.count();
      }
      return count;
    }

    /** The definition, word by word, for files below 256 KiB. */
    private static long border(byte[] file, int from) {
      int at = from;
      while (from > 0 && at < file.length && !leadsToTheEnd(file, at)) {
        at++;
      }
      return at;
    }

    private static boolean leadsToTheEnd(byte[] file, int border) {
      int at = border;
      while (at < file.length) {
        int left = file.length - at - RecordHeader.FRAME;
        if (left < 0 || !RecordHeader.isRight(file, at)) {
          return false;
        }
        long length = RecordHeader.length(file, at);
        if (length < 0 || length > left) {
          return false;
        }
        at += (int) length + RecordHeader.FRAME;
      }
      return true;
    }
  }
}
