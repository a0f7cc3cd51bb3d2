package io.s3dlio.testing.battery;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.metric.SQLMetric;
import scala.collection.Iterator;

/** What only the JVM of the driver can see. */
final class DriverSteps {
  private DriverSteps() {}

  static List<Step> all() {
    return List.of(
        Step.inDriver("every class of ours links on this line", DriverSteps::links),
        Step.inDriver(
            "every member of Spark and Hadoop that ours name is there", DriverSteps::members),
        Step.inDriver("metrics of the reader are in the SQL tab", DriverSteps::metrics));
  }

  private static JavaClasses ours() throws Exception {
    List<Location> locations = new ArrayList<>();
    for (Class<?> type :
        List.of(Functions.type(), Class.forName("io.s3dlio.spark.SourceOptions"))) {
      String name = type.getName().replace('.', '/') + ".class";
      String url = String.valueOf(type.getClassLoader().getResource(name));
      String folder = url.substring(0, url.length() - name.length());
      locations.add(Location.of(URI.create(folder + "io/s3dlio/tfrecord/")));
      locations.add(Location.of(URI.create(folder + "io/s3dlio/spark/")));
    }
    return new ClassFileImporter().importLocations(locations);
  }

  private static void links(Bench bench) throws Exception {
    TreeSet<String> problems = new TreeSet<>();
    JavaClasses ours = ours();
    assertThat(ours.size()).isGreaterThan(100);
    for (JavaClass type : ours) {
      try {
        Class<?> loaded = Class.forName(type.getName());
        assertThat(loaded.getDeclaredMethods().length + loaded.getMethods().length).isNotNegative();
      } catch (ClassNotFoundException | LinkageError e) {
        problems.add(type.getName() + ": " + e);
      }
    }
    // Both lists of arguments of Scala 2.12 and 2.13 stand in one class; each line knows its own.
    assertThat(problems).isEmpty();
  }

  /** The JVM looks for these only when the code runs: a user would be the first to know. */
  private static void members(Bench bench) throws Exception {
    TreeMap<String, String> missing = new TreeMap<>();
    for (JavaClass type : ours()) {
      for (JavaAccess<?> access : type.getAccessesFromSelf()) {
        String owner = access.getTargetOwner().getName();
        if (owner.matches("(org\\.apache\\.(spark|hadoop)|scala)\\..*")
            && access.getTarget().resolveMember().isEmpty()) {
          missing.put(access.getTarget().getFullName(), type.getName());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static void metrics(Bench bench) throws Exception {
    Path file = bench.file("a", Samples.examples(0, 1000));
    Dataset<Row> rows = bench.tfrecord().schema("id BIGINT").load(file + "");
    rows.collectAsList();
    Map<String, Long> values = new ConcurrentHashMap<>();
    Dataset<Row> again = rows.filter("id >= 0");
    again.queryExecution().executedPlan().execute().count();
    collect(again.queryExecution().executedPlan(), values);
    assertThat(values.get("storageBytesRead")).isEqualTo(java.nio.file.Files.size(file));
    assertThat(values.get("storageReads")).isPositive();
    assertThat(values.get("checksumTime")).isPositive();
    assertThat(values.get("recordsSkipped")).isZero();
  }

  private static void collect(SparkPlan plan, Map<String, Long> values) {
    for (String name :
        List.of("storageBytesRead", "storageReads", "checksumTime", "recordsSkipped")) {
      if (plan.metrics().contains(name)) {
        SQLMetric metric = plan.metrics().apply(name);
        values.merge(name, metric.value(), Long::sum);
      }
    }
    Iterator<SparkPlan> children = plan.children().iterator();
    while (children.hasNext()) {
      collect(children.next(), values);
    }
  }
}
