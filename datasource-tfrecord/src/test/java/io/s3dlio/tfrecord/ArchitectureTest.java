package io.s3dlio.tfrecord;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The format knows no Spark and no Hadoop; each codec is known in one class. */
@AnalyzeClasses(
    packages = "io.s3dlio.tfrecord",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule FRAMES_KNOW_THE_STORES_CONTRACT_ALONE =
      classes()
          .that()
          .resideInAPackage("io.s3dlio.tfrecord")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify.annotations",
              "io.s3dlio.store",
              "io.s3dlio.tfrecord",
              "com.github.luben.zstd",
              "net.jpountz.lz4",
              "org.xerial.snappy");

  @ArchTest
  static final ArchRule PAYLOADS_AND_INDEXES_KNOW_FRAMES_ALONE =
      classes()
          .that()
          .resideInAnyPackage("io.s3dlio.tfrecord.example", "io.s3dlio.tfrecord.index")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify.annotations",
              "io.s3dlio.store",
              "io.s3dlio.tfrecord",
              "io.s3dlio.tfrecord.example",
              "io.s3dlio.tfrecord.index");

  @ArchTest
  static final ArchRule LIBRARIES_THAT_MAY_BE_MISSING_ARE_KNOWN_WHERE_THEY_ARE_LOADED =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Codec")
          .and()
          .doNotHaveSimpleName("SnappyInput")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.github.luben.zstd..", "net.jpountz..", "org.xerial.snappy..");

  @ArchTest
  static final ArchRule WHAT_HADOOP_USERS_NEED_KNOWS_NO_SPARK =
      noClasses()
          .that()
          .resideInAPackage("io.s3dlio.tfrecord.hadoop")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..", "io.s3dlio.tfrecord.spark..");

  /** Who knows whom among the packages of the source; there is no other arrow, and so no cycle. */
  @ArchTest
  static final ArchRule ARROWS_OF_THE_SOURCE =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("option")
          .definedBy("io.s3dlio.tfrecord.spark.option")
          .layer("row")
          .definedBy("io.s3dlio.tfrecord.spark.row")
          .layer("read")
          .definedBy("io.s3dlio.tfrecord.spark.read")
          .layer("plan")
          .definedBy("io.s3dlio.tfrecord.spark.plan")
          .layer("write")
          .definedBy("io.s3dlio.tfrecord.spark.write")
          .layer("v1")
          .definedBy("io.s3dlio.tfrecord.spark.v1")
          .layer("function")
          .definedBy("io.s3dlio.tfrecord.spark.function")
          .layer("entry")
          .definedBy("io.s3dlio.tfrecord.spark")
          .whereLayer("option")
          .mayNotAccessAnyLayer()
          .whereLayer("row")
          .mayOnlyAccessLayers("option")
          .whereLayer("read")
          .mayOnlyAccessLayers("row", "option")
          .whereLayer("plan")
          .mayOnlyAccessLayers("read", "row", "option")
          .whereLayer("write")
          .mayOnlyAccessLayers("row", "option")
          .whereLayer("function")
          .mayOnlyAccessLayers("row", "option")
          .whereLayer("v1")
          .mayOnlyAccessLayers("plan", "read", "write", "row", "option")
          .whereLayer("entry")
          .mayNotBeAccessedByAnyLayer();

  /** Rows and records know no file and no session. */
  @ArchTest
  static final ArchRule ROWS_ARE_MADE_IN_MEMORY =
      noClasses()
          .that()
          .resideInAPackage("io.s3dlio.tfrecord.spark.row")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.s3dlio.store..",
              "org.apache.hadoop..",
              "org.apache.spark.sql.connector.read..",
              "org.apache.spark.sql.execution..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.apache.spark.sql.SparkSession");

  /** Tasks have no session; only the driver plans. */
  @ArchTest
  static final ArchRule TASKS_ASK_NO_SESSION =
      noClasses()
          .that()
          .resideInAnyPackage("io.s3dlio.tfrecord.spark.read", "io.s3dlio.tfrecord.spark.write")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.apache.spark.sql.SparkSession");

  /** Scala's collections have other types in 2.12 and 2.13. */
  @ArchTest
  static final ArchRule SCALAS_COLLECTIONS_ARE_MET_WHERE_SPARK_HANDS_THEM_OVER =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.s3dlio.tfrecord.spark.v1", "io.s3dlio.tfrecord.spark.function")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("scala.collection..");
}
