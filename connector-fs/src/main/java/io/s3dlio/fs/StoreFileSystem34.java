package io.s3dlio.fs;

import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsAggregator;
import org.apache.hadoop.fs.statistics.IOStatisticsContext;

/**
 * The FileSystem for Hadoop 3.4.1 and later: vectored reads, bulk delete, and counters by thread,
 * of which older Hadoops lack the classes.
 */
public final class StoreFileSystem34 extends StoreFileSystem {

  /** Made by Hadoop, which then calls {@link #initialize}. */
  public StoreFileSystem34() {}

  @Override
  StoreInputStream stream(StoreInputStream.Parts parts) {
    return new StoreInputStream34(parts);
  }

  /** Also adds to the counters of the thread that opened the stream, which Spark reads. */
  @Override
  Consumer<IOStatistics> streamFinished() throws IOException {
    IOStatisticsAggregator thread =
        IOStatisticsContext.getCurrentIOStatisticsContext().getAggregator();
    return super.streamFinished().andThen(thread::aggregate);
  }

  @Override
  public BulkDelete createBulkDelete(Path path) throws IOException {
    Path base = makeQualified(path);
    return new StoreBulkDelete34(mount(base), bulkRemoval(base), base);
  }

  /** The largest directory around a path within which renames are possible. */
  @Override
  public Path getEnclosingRoot(Path path) throws IOException {
    String container = mounts().container(makeQualified(path));
    return container == null
        ? super.getEnclosingRoot(path)
        : makeQualified(new Path("/" + container));
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return switch (capability.toLowerCase(Locale.ENGLISH)) {
      case CommonPathCapabilities.BULK_DELETE, StreamCapabilities.IOSTATISTICS_CONTEXT -> true;
      default -> super.hasPathCapability(path, capability);
    };
  }
}
