package io.s3dlio.fs;

import java.util.function.Consumer;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsContext;

/** The local file system with vectored reads and counters by thread, from Hadoop 3.4.1 on. */
final class StoreRawLocalFileSystem34 extends StoreRawLocalFileSystem {

  StoreRawLocalFileSystem34() {}

  @Override
  StoreInputStream stream(StoreInputStream.Parts parts) {
    return new StoreInputStream34(parts);
  }

  @Override
  Consumer<IOStatistics> streamFinished() {
    var thread = IOStatisticsContext.getCurrentIOStatisticsContext().getAggregator();
    return super.streamFinished().andThen(thread::aggregate);
  }
}
