package io.s3dlio.fs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the connector may use: Hadoop and the store's contract, never one backend. */
@AnalyzeClasses(packages = "io.s3dlio.fs", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule ONLY_HADOOP_AND_THE_STORES_CONTRACT =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.apache.hadoop..",
              "org.slf4j",
              "org.jspecify.annotations",
              "io.s3dlio.fs",
              "io.s3dlio.store",
              "io.s3dlio.store.config",
              "io.s3dlio.store.layer",
              "io.s3dlio.store.transfer");

  /** Hadoop 3.3.4 lacks them, and whoever mentions them cannot be loaded there. */
  @ArchTest
  static final ArchRule NEW_TYPES_STAY_IN_THE_CLASSES_FOR_NEW_HADOOPS =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("34")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "org\\.apache\\.hadoop\\.(fs\\.(FileRange|VectoredReadUtils|BulkDelete.*"
                  + "|LeaseRecoverable|Options\\$OpenFileOptions|Options\\$CreateFileOptionKeys)"
                  + "|fs\\.statistics\\.IOStatisticsContext|fs\\.impl\\.FSBuilderSupport)");
}
