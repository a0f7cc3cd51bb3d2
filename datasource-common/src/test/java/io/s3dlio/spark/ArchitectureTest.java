package io.s3dlio.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the glue of all sources may use: no format, and nothing that differs between Sparks. */
@AnalyzeClasses(packages = "io.s3dlio.spark", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule SPARK_HADOOP_AND_THE_STORES_CONTRACT =
      classes()
          .that()
          .resideInAPackage("io.s3dlio.spark")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.apache.hadoop.conf",
              "org.apache.hadoop.fs",
              "org.apache.spark..",
              "scala",
              "scala.collection",
              "scala.collection.immutable",
              "org.slf4j",
              "org.jspecify.annotations",
              "io.s3dlio.spark",
              "io.s3dlio.fs",
              "io.s3dlio.store",
              "io.s3dlio.store.config");

  /** Spark's own classes for its own sources are rebuilt from line to line. */
  @ArchTest
  static final ArchRule NOTHING_OF_SPARKS_OWN_SOURCES =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark.sql.execution..", "org.apache.spark.util..");

  /** Scala's collections have other types in 2.12 and 2.13: one iterator of settings is all. */
  @ArchTest
  static final ArchRule SCALA_IN_ONE_PLACE =
      noClasses()
          .that()
          .doNotHaveSimpleName("HadoopSettings")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("scala.collection..");
}
