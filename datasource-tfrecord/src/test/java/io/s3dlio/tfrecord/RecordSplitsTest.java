package io.s3dlio.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.tfrecord.TrickyFiles.Built;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Files that are read in parts without an index give the records of the whole, or a conflict. */
final class RecordSplitsTest {

  /** Bytes of tricky content; nightly runs set 1,000,000,000. */
  private static final long BYTES = Long.getLong("s3dlio.split.bytes", 30_000_000);

  private static final long SEED = Long.getLong("s3dlio.seed", 20_26);

  private static final List<VerifyCrc> VERIFIED = List.of(VerifyCrc.values());

  /** What the splits of one file gave. */
  private enum Outcome {
    EQUAL,
    CONFLICT,
    DIFFERENT
  }

  private static RecordBorders borders(byte[] file) {
    return RecordBorders.of(new BytesReader(file), Frames.FILE, file.length);
  }

  /** Offset, length and checksum of every record, in the order of reading. */
  private static long[] records(byte[] file, long[] cuts, VerifyCrc verify) throws IOException {
    LongStream.Builder found = LongStream.builder();
    RecordReadOptions options = RecordReadOptions.DEFAULT.with(verify).withBufferBytes(1 << 16);
    BytesReader reader = new BytesReader(file);
    for (int i = 0; i + 1 < cuts.length; i++) {
      RecordSplit split =
          RecordBorders.of(reader, Frames.FILE, file.length).split(cuts[i], cuts[i + 1]);
      if (!split.isEmpty()) {
        ByteRange range = ByteRange.of(split.begin(), split.length());
        try (RecordReader records = RecordSplits.open(reader.get(range), split, options)) {
          collect(records, found);
        }
      }
    }
    return found.build().toArray();
  }

  private static void collect(RecordReader reader, LongStream.Builder found) throws IOException {
    RecordBlock block = new RecordBlock();
    CRC32 crc = new CRC32();
    while (reader.read(block, 10_000)) {
      for (int i = 0; i < block.count(); i++) {
        crc.reset();
        crc.update(block.bytes(), block.start(i), block.length(i));
        found.add(block.offset(i)).add(block.length(i)).add(crc.getValue());
      }
    }
  }

  private static long[] truth(Built built, List<byte[]> payloads) {
    LongStream.Builder found = LongStream.builder();
    CRC32 crc = new CRC32();
    for (int i = 0; i < payloads.size(); i++) {
      crc.reset();
      crc.update(payloads.get(i));
      found.add(built.offsets()[i]).add(payloads.get(i).length).add(crc.getValue());
    }
    return found.build().toArray();
  }

  private static Outcome outcome(byte[] file, long[] cuts, long[] truth, VerifyCrc verify)
      throws IOException {
    try {
      return Arrays.equals(records(file, cuts, verify), truth) ? Outcome.EQUAL : Outcome.DIFFERENT;
    } catch (SplitConflictException | CorruptRecordException e) {
      return Outcome.CONFLICT;
    }
  }

  /** Where a file can be cut: anywhere, in shares, and on and around what matters. */
  private static long[] cuts(SplittableRandom random, int kind, Built built) {
    long length = built.bytes().length;
    TreeSet<Long> cuts = new TreeSet<>(List.of(0L, length));
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      long border = built.offsets()[random.nextInt(built.offsets().length)];
      long cut =
          switch (kind) {
            case 0 -> random.nextLong(length);
            case 1 -> length * (i + 1) / (count + 1);
            case 2 -> border;
            case 3 -> border + 1 + random.nextInt(11);
            case 4 -> border + 12;
            case 5 -> border - 1 - random.nextInt(4);
            default -> border + random.nextInt(40);
          };
      cuts.add(Math.max(0, Math.min(length, cut)));
    }
    return cuts.stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * The promise: whatever payloads hold, wherever the file is cut, and whatever is verified, the
   * records are those of the file, or there is an error.
   */
  @Test
  void trickyContentGivesTheSameRecordsOrAConflict() throws IOException {
    Map<TrickyFiles, Map<Outcome, Integer>> counts = new EnumMap<>(TrickyFiles.class);
    SplittableRandom random = new SplittableRandom(SEED);
    long done = 0;
    while (done < BYTES) {
      for (TrickyFiles kind : TrickyFiles.values()) {
        int bytes = random.nextInt(4) == 0 ? 3_000_000 : 200_000;
        Map<Outcome, Integer> count =
            counts.computeIfAbsent(kind, k -> new EnumMap<>(Outcome.class));
        done += cutInEveryWay(random, kind, bytes, count);
      }
    }
    List<TrickyFiles> harmless =
        List.of(TrickyFiles.RANDOM, TrickyFiles.TEXT, TrickyFiles.ZEROS, TrickyFiles.EMPTY);
    assertThat(harmless)
        .allSatisfy(kind -> assertThat(counts.get(kind)).containsOnlyKeys(Outcome.EQUAL));
    assertThat(List.of(TrickyFiles.NESTED_LARGE, TrickyFiles.JOINING_CHAINS))
        .allSatisfy(kind -> assertThat(counts.get(kind)).containsKey(Outcome.CONFLICT));
  }

  private static int cutInEveryWay(
      SplittableRandom random, TrickyFiles kind, int bytes, Map<Outcome, Integer> count)
      throws IOException {
    List<byte[]> payloads = kind.payloads(random, bytes);
    Built built = TrickyFiles.build(payloads);
    long[] truth = truth(built, payloads);
    for (int cutting = 0; cutting < 7; cutting++) {
      long[] cuts = cuts(random, cutting, built);
      VerifyCrc verify = VERIFIED.get(random.nextInt(3));
      Outcome outcome = outcome(built.bytes(), cuts, truth, verify);
      count.merge(outcome, 1, Integer::sum);
      assertThat(outcome)
          .as("%s, seed %s, cuts %s", kind, SEED, Arrays.toString(cuts))
          .isNotEqualTo(Outcome.DIFFERENT);
    }
    return built.bytes().length;
  }

  @Test
  void aBorderIsTheNextRecordWhereverOneLooks() throws IOException {
    Built built = TrickyFiles.build(TrickyFiles.RANDOM.payloads(new SplittableRandom(1), 20_000));
    byte[] file = built.bytes();
    int next = 0;
    for (int position = 0; position <= file.length; position++) {
      while (next < built.offsets().length && built.offsets()[next] < position) {
        next++;
      }
      long border = next == built.offsets().length ? file.length : built.offsets()[next];
      assertThat(borders(file).next(position)).isEqualTo(border);
    }
  }

  @Test
  void everySingleCutOfASmallFileIsEqual() throws IOException {
    List<byte[]> payloads = TrickyFiles.RANDOM.payloads(new SplittableRandom(2), 6_000);
    Built built = TrickyFiles.build(payloads);
    long[] truth = truth(built, payloads);
    for (int cut = 0; cut <= built.bytes().length; cut++) {
      long[] cuts = {0, cut, built.bytes().length};
      assertThat(records(built.bytes(), cuts, VerifyCrc.FULL)).isEqualTo(truth);
    }
  }

  /** Small files inside records end before the chain is believed. */
  @Test
  void smallFilesInsideRecordsAreNoBorders() throws IOException {
    Built built =
        TrickyFiles.build(TrickyFiles.NESTED_SMALL.payloads(new SplittableRandom(4), 3_000_000));
    RecordBorders borders = borders(built.bytes());
    for (long offset : built.offsets()) {
      assertThat(borders.next(offset)).isEqualTo(offset);
      long next = borders.next(offset + 1);
      assertThat(next == built.bytes().length || Arrays.binarySearch(built.offsets(), next) >= 0)
          .isTrue();
    }
  }

  /** Four tasks on one large record: one reads it, the others have nothing to do. */
  @Test
  void aRecordThatSpansSplitsIsReadOnce() throws IOException {
    byte[] file = Frames.file(List.of(new byte[3_000_000]));
    RecordBorders borders = borders(file);
    assertThat(borders.split(0, 1_000_000))
        .isEqualTo(new RecordSplit(Frames.FILE, file.length, 0, file.length));
    assertThat(borders.split(1_000_000, 2_000_000).isEmpty()).isTrue();
    assertThat(borders.split(2_000_000, file.length).isEmpty()).isTrue();
  }

  @Test
  void aConflictNamesTheFileThePlacesAndTheCure() {
    List<byte[]> payloads = TrickyFiles.NESTED_LARGE.payloads(new SplittableRandom(3), 2_000_000);
    byte[] file = TrickyFiles.build(payloads).bytes();
    assertThatThrownBy(() -> records(file, new long[] {0, 500_000, file.length}, VerifyCrc.FULL))
        .isInstanceOfSatisfying(
            SplitConflictException.class,
            e -> {
              assertThat(e.file()).isEqualTo(Frames.FILE);
              assertThat(e.begin()).isZero();
              assertThat(e.end()).isBetween(500_000L, 510_000L);
            })
        .hasMessageContaining("splitWithoutIndex=false")
        .hasMessageContaining("./s3dlio tfrecord index");
  }

  /** One range, of less than a megabyte, finds the border of a split in a file of small records. */
  @Test
  void aBorderCostsOneRequest() throws IOException {
    byte[] file = Frames.file(Frames.payloads(new SplittableRandom(6), 5000, 2000));
    BytesReader reader = new BytesReader(file);
    RecordBorders.of(reader, Frames.FILE, file.length).next(file.length / 2);
    assertThat(reader.ranges()).hasSize(1);
    assertThat(reader.asked()).isLessThan(1 << 20);
  }
}
