package io.s3dlio.tfrecord;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

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
}
