package io.s3dlio.fs;

import static org.apache.hadoop.fs.statistics.IOStatisticsSupport.snapshotIOStatistics;
import static org.apache.hadoop.fs.statistics.impl.IOStatisticsBinding.iostatisticsStore;

import io.s3dlio.store.Operation;
import io.s3dlio.store.layer.StoreMetrics;
import java.util.Map;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSnapshot;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;
import org.apache.hadoop.fs.statistics.StreamStatisticNames;
import org.apache.hadoop.fs.statistics.impl.IOStatisticsStore;

/**
 * The counters of one FileSystem under Hadoop's standard names: its calls, what its streams moved,
 * and what its store sent. Thread-safe.
 */
final class HadoopStatistics implements IOStatisticsSource {

  private static final String[] CALLS = {
    StoreStatisticNames.OP_BULK_DELETE,
    StoreStatisticNames.OP_CREATE,
    StoreStatisticNames.OP_CREATE_NON_RECURSIVE,
    StoreStatisticNames.OP_DELETE,
    StoreStatisticNames.OP_GET_CONTENT_SUMMARY,
    StoreStatisticNames.OP_GET_FILE_STATUS,
    StoreStatisticNames.OP_LIST_FILES,
    StoreStatisticNames.OP_LIST_LOCATED_STATUS,
    StoreStatisticNames.OP_LIST_STATUS,
    StoreStatisticNames.OP_MKDIRS,
    StoreStatisticNames.OP_OPEN,
    StoreStatisticNames.OP_OPENFILE,
    StoreStatisticNames.OP_RENAME,
  };

  private static final String[] STREAMS = {
    StreamStatisticNames.STREAM_READ_BYTES,
    StreamStatisticNames.STREAM_READ_OPERATIONS,
    StreamStatisticNames.STREAM_READ_SEEK_OPERATIONS,
    StreamStatisticNames.STREAM_READ_UNBUFFERED,
    StreamStatisticNames.STREAM_READ_VECTORED_OPERATIONS,
    StreamStatisticNames.STREAM_WRITE_BYTES,
    StreamStatisticNames.STREAM_WRITE_EXCEPTIONS,
  };

  /** Hadoop's names where it has one; its other connectors use the same. */
  private static final Map<Operation, String> REQUESTS =
      Map.ofEntries(
          Map.entry(Operation.GET, StoreStatisticNames.ACTION_HTTP_GET_REQUEST),
          Map.entry(Operation.STAT, StoreStatisticNames.OBJECT_METADATA_REQUESTS),
          Map.entry(Operation.LIST, StoreStatisticNames.OBJECT_LIST_REQUEST),
          Map.entry(Operation.PUT, StoreStatisticNames.OBJECT_PUT_REQUEST),
          Map.entry(Operation.START_UPLOAD, StoreStatisticNames.OBJECT_MULTIPART_UPLOAD_INITIATED),
          Map.entry(Operation.UPLOAD_PART, "object_multipart_part_put"),
          Map.entry(Operation.COPY_PART, "object_multipart_part_copied"),
          Map.entry(Operation.COMPLETE, "object_multipart_completed"),
          Map.entry(Operation.ABORT, StoreStatisticNames.OBJECT_MULTIPART_UPLOAD_ABORTED),
          Map.entry(Operation.LIST_UPLOADS, "object_multipart_list"),
          Map.entry(Operation.COPY, StoreStatisticNames.OBJECT_COPY_REQUESTS),
          Map.entry(Operation.MOVE, "object_move_requests"),
          Map.entry(Operation.DELETE, StoreStatisticNames.OBJECT_BULK_DELETE_REQUEST));

  private final IOStatisticsStore counters =
      iostatisticsStore().withCounters(CALLS).withCounters(STREAMS).build();
  private final StoreMetrics metrics;

  HadoopStatistics(StoreMetrics metrics) {
    this.metrics = metrics;
  }

  /** One more call of an operation. */
  void count(String call) {
    counters.incrementCounter(call);
  }

  /** Counters for one stream, to be given back by {@link #add}. */
  static IOStatisticsStore forStream() {
    return iostatisticsStore().withCounters(STREAMS).build();
  }

  /** Adds what a stream that has ended counted. */
  void add(IOStatistics stream) {
    counters.aggregate(stream);
  }

  /** A copy of all counters as they are now. */
  @Override
  public IOStatistics getIOStatistics() {
    IOStatisticsSnapshot snapshot = snapshotIOStatistics(counters);
    StoreMetrics.Snapshot sent = metrics.snapshot();
    long retries = 0;
    long throttled = 0;
    for (Map.Entry<Operation, String> request : REQUESTS.entrySet()) {
      StoreMetrics.OperationMetrics counted = sent.of(request.getKey());
      snapshot.counters().put(request.getValue(), counted.calls());
      retries += counted.retries();
      throttled += counted.throttled();
    }
    snapshot.counters().put(StoreStatisticNames.STORE_IO_RETRY, retries);
    snapshot.counters().put(StoreStatisticNames.STORE_IO_THROTTLED, throttled);
    return snapshot;
  }

  @Override
  public String toString() {
    return getIOStatistics().toString();
  }
}
