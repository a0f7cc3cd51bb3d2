package io.s3dlio.testing.battery.guests;

import io.s3dlio.testing.battery.Sessions;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets on a real HDFS: a name node and a data node. */
final class HdfsTest {
  @Test
  void setsOnHdfsAreWrittenAndRead(@TempDir Path work) throws Exception {
    Configuration configuration = new HdfsConfiguration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, work.resolve("hdfs").toString());
    try (MiniDFSCluster cluster = new MiniDFSCluster.Builder(configuration).build();
        SparkSession spark = Sessions.local(work)) {
      cluster.waitActive();
      FarSets.tour(spark, cluster.getURI() + "/sets");
    }
  }
}
