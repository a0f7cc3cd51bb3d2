package io.s3dlio.testing.battery.guests;

import io.s3dlio.testing.battery.Sessions;
import io.s3dlio.testing.servers.SchemeServer;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets on S3 through Hadoop's own s3a, which knows nothing of ours. */
final class S3aTest {
  @Test
  void setsOnS3aAreWrittenAndRead(@TempDir Path work) throws Exception {
    try (SchemeServer server = SchemeServer.start("s3");
        SparkSession spark = Sessions.local(work)) {
      server.root("sets");
      Configuration configuration = spark.sparkContext().hadoopConfiguration();
      configuration.set("fs.s3a.endpoint", server.server().endpoint().toString());
      configuration.set("fs.s3a.endpoint.region", server.options().get("s3.region"));
      configuration.set("fs.s3a.path.style.access", "true");
      configuration.set("fs.s3a.access.key", server.secrets().get("s3.access-key-id"));
      configuration.set("fs.s3a.secret.key", server.secrets().get("s3.access-key-secret"));
      configuration.set("fs.s3a.buffer.dir", work.resolve("s3a").toString());
      FarSets.tour(spark, "s3a://sets/folder");
    }
  }
}
