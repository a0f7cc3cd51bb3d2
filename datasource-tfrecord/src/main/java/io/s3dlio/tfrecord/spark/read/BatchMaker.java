package io.s3dlio.tfrecord.spark.read;

import io.s3dlio.tfrecord.CorruptRecordException;
import io.s3dlio.tfrecord.RecordBlock;
import io.s3dlio.tfrecord.example.RecordType;
import io.s3dlio.tfrecord.spark.option.ParseMode;
import io.s3dlio.tfrecord.spark.row.RecordDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of records: picks them, has them decoded, and puts columns around them. For one
 * thread; a batch is valid until the next one is asked for.
 */
final class BatchMaker {

  private final ReadPlan plan;
  private final @Nullable RecordDecoder decoder;
  private final OutputColumns columns;
  private int[] records = new int[0];
  private long sampleOfFile;

  /** The record of the block that comes next. */
  private int next;

  private long skipped;

  BatchMaker(ReadPlan plan) {
    this.plan = plan;
    decoder = plan.options().recordType() == RecordType.BYTE_ARRAY ? null : decoder(plan);
    columns = new OutputColumns(plan, decoder);
  }

  private static RecordDecoder decoder(ReadPlan plan) {
    Map<String, StructField> others = new LinkedHashMap<>();
    for (StructField field : plan.output().fields()) {
      if (plan.role(field) == ReadPlan.Role.FEATURE) {
        others.put(field.name(), field);
      }
    }
    for (StructField field : plan.checked().fields()) {
      others.put(field.name(), field);
    }
    others.keySet().removeAll(List.of(plan.tested().fieldNames()));
    return new RecordDecoder(
        plan.options(),
        plan.tested(),
        plan.tests(),
        new StructType(others.values().toArray(new StructField[0])));
  }

  /** Begins a slice. */
  void begin(RecordSlice slice) {
    columns.begin(slice);
    RowSample sample = plan.sample();
    sampleOfFile = sample == null ? 0 : sample.ofFile(slice.source().file().path());
  }

  /** Begins a block. */
  void begin(RecordBlock block) {
    next = 0;
  }

  /** Records that were left out because they are damaged. */
  long skipped() {
    return skipped;
  }

  /**
   * The next batch of the block; one with no row is left out.
   *
   * @return null when the block is used up
   */
  @Nullable ColumnarBatch next(RecordBlock block) throws CorruptRecordException {
    while (true) {
      if (decoder != null) {
        decoder.failIfDamaged();
      }
      if (next == block.count()) {
        return null;
      }
      if (block.isDamaged(next)) {
        ColumnarBatch row = damaged(block, next++);
        if (row != null) {
          return row;
        }
        continue;
      }
      int picked = pick(block);
      int rows = decoder == null ? picked : decode(decoder, block, picked);
      if (rows > 0) {
        return columns.batch(block, records, rows);
      }
    }
  }

  private int decode(RecordDecoder with, RecordBlock block, int picked) {
    int rows = with.decode(block, records, picked, columns.slice().source().file().path());
    skipped += with.dropped();
    return rows;
  }

  /** A damaged record, which only a reader delivers that was told to go on. */
  private @Nullable ColumnarBatch damaged(RecordBlock block, int record) {
    if (!isWanted(block, record)) {
      return null;
    }
    if (plan.options().mode() != ParseMode.PERMISSIVE) {
      skipped++;
      return null;
    }
    String problem =
        "the payload at byte "
            + block.offset(record)
            + " of "
            + columns.slice().source().file().path()
            + " differs from its CRC";
    return columns.damagedRow(
        columns.damage(problem, block, record),
        block.number(record),
        block.offset(record),
        block.length(record));
  }

  /**
   * What a slice ends with when its bytes cannot be followed any further.
   *
   * @return null when that is no row
   */
  @Nullable ColumnarBatch broken(CorruptRecordException e) {
    if (plan.options().mode() != ParseMode.PERMISSIVE) {
      skipped++;
      return null;
    }
    return columns.damagedRow(
        columns.damage(String.valueOf(e.getMessage())), e.recordNumber(), e.offset(), 0);
  }

  /** The wanted records up to the next damaged one. */
  private int pick(RecordBlock block) {
    int count = block.count();
    if (records.length < count) {
      records = new int[count];
    }
    boolean picks = plan.picks();
    int picked = 0;
    int i = next;
    while (i < count && !block.isDamaged(i)) {
      records[picked] = i;
      picked += !picks || isWanted(block, i) ? 1 : 0;
      i++;
    }
    next = i;
    return picked;
  }

  private boolean isWanted(RecordBlock block, int record) {
    RowSample sample = plan.sample();
    return (plan.numbers().isAll() || plan.numbers().contains(block.number(record)))
        && (plan.offsets().isAll() || plan.offsets().contains(block.offset(record)))
        && (sample == null || sample.contains(sampleOfFile, block.offset(record)));
  }
}
