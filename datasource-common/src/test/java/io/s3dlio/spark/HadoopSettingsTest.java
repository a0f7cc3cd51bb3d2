package io.s3dlio.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

final class HadoopSettingsTest {

  @Test
  void optionsOutweighTheSessionAndThatHadoop() {
    SparkSession spark = LocalSpark.session();
    spark.sparkContext().hadoopConfiguration().set("fs.test.one", "hadoop");
    spark.sparkContext().hadoopConfiguration().set("fs.test.two", "hadoop");
    spark.conf().set("fs.test.two", "session");
    Map<String, String> given = Map.of("fs.test.Three", "option", "path", "/x");
    Configuration settings = HadoopSettings.of(spark, SourceOptions.of("test", given, List.of()));
    assertThat(settings.get("fs.test.one")).isEqualTo("hadoop");
    assertThat(settings.get("fs.test.two")).isEqualTo("session");
    assertThat(settings.get("fs.test.Three")).isEqualTo("option");
    assertThat(settings.get("path")).isNull();
  }

  @Test
  void tasksHaveThemAndNobodySeesThem() throws Exception {
    SparkSession spark = LocalSpark.session();
    Configuration configuration = new Configuration(false);
    configuration.set("fs.test.secret", "canary");
    HadoopSettings settings = HadoopSettings.broadcast(spark, configuration);
    List<String> seen =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(List.of(1, 2), 2)
            .map(number -> settings.get().get("fs.test.secret") + number)
            .collect();
    assertThat(seen).containsExactly("canary1", "canary2");
    assertThat(settings.get()).isSameAs(settings.get());
    assertThat(settings.toString()).doesNotContain("canary");
    ByteArrayOutputStream task = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(task)) {
      out.writeObject(settings);
    }
    assertThat(task.toString(StandardCharsets.ISO_8859_1))
        .as("a task carries a reference, not the settings")
        .doesNotContain("canary");
  }
}
