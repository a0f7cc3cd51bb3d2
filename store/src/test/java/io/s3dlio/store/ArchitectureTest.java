package io.s3dlio.store;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;

/** The arrows between the packages of this module, as docs/architecture.md section 2 draws them. */
@AnalyzeClasses(packages = "io.s3dlio.store", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String STORE = "io.s3dlio.store";

  @ArchTest
  static final ArchRule theContractKnowsNothingBelowIt =
      noClasses()
          .that(
              resideInAPackage(STORE)
                  .and(not(belongToAnyOf(Stores.class, OpenedStore.class, StoreContext.class))))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  STORE + ".layer..",
                  STORE + ".transfer..",
                  STORE + ".s3..",
                  STORE + ".gcs..",
                  STORE + ".azure..",
                  STORE + ".local..",
                  STORE + ".memory.."));

  @ArchTest
  static final ArchRule optionsKnowNothingOfStores =
      noClasses()
          .that()
          .resideInAPackage(STORE + ".config")
          .should()
          .dependOnClassesThat(
              resideInAPackage(STORE + "..").and(not(resideInAPackage(STORE + ".config"))));

  @ArchTest
  static final ArchRule theEngineKnowsTheContractOnly =
      classes()
          .that()
          .resideInAPackage(STORE + ".transfer")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "org.jspecify..",
                  "org.slf4j..",
                  STORE,
                  STORE + ".config",
                  STORE + ".transfer"));

  @ArchTest
  static final ArchRule layersKnowTheContractAndTheRuntimeOnly =
      classes()
          .that()
          .resideInAPackage(STORE + ".layer")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "org.jspecify..",
                  "org.slf4j..",
                  STORE,
                  STORE + ".config",
                  STORE + ".layer",
                  STORE + ".transfer"));

  @ArchTest
  static final ArchRule backendsDoNotKnowEachOther =
      slices().matching(STORE + ".(s3|azure|gcs|local|memory)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule backendsDoNotKnowLayers =
      noClasses()
          .that()
          .resideInAnyPackage(
              STORE + ".s3..",
              STORE + ".azure..",
              STORE + ".gcs..",
              STORE + ".local..",
              STORE + ".memory..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(STORE + ".layer..");

  @ArchTest
  static final ArchRule theSdkStaysInItsBackend =
      noClasses()
          .that()
          .resideOutsideOfPackage(STORE + ".s3..")
          .should()
          .dependOnClassesThat(resideInAPackage("software.amazon.."));

  @ArchTest
  static final ArchRule googlesLibrariesStayInTheirBackend =
      noClasses()
          .that()
          .resideOutsideOfPackage(STORE + ".gcs..")
          .should()
          .dependOnClassesThat(resideInAPackage("com.google.."));

  /** The AWS SDK has it behind its own names. */
  @ArchTest
  static final ArchRule theHttpClientStaysInTheBackendsThatUseIt =
      noClasses()
          .that()
          .resideOutsideOfPackages(STORE + ".http..", STORE + ".azure..", STORE + ".gcs..")
          .should()
          .dependOnClassesThat(resideInAPackage("org.apache.hc.."));

  @ArchTest
  static final ArchRule azuresSdkStaysInItsBackend =
      noClasses()
          .that()
          .resideOutsideOfPackage(STORE + ".azure..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("com.azure..", "reactor.."));

  /** So that the library is loaded only when its chain is asked for. */
  @ArchTest
  static final ArchRule azuresIdentityStaysInOneClass =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(STORE + ".azure.AzureIdentity")
          .should()
          .dependOnClassesThat(resideInAnyPackage("com.azure.identity..", "com.microsoft.."));

  @ArchTest
  static final ArchRule whatServicesOverHttpShareKnowsNoService =
      classes()
          .that()
          .resideInAPackage(STORE + ".http")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "javax.net.ssl..",
                  "org.jspecify..",
                  "org.apache.hc..",
                  STORE,
                  STORE + ".config",
                  STORE + ".http"));

  @ArchTest
  static final ArchRule onlyTheRuntimeStartsThreads =
      noClasses()
          .that()
          .resideOutsideOfPackage(STORE + ".transfer")
          .should()
          .dependOnClassesThat(
              belongToAnyOf(Executors.class, ThreadPoolExecutor.class, ForkJoinPool.class));
}
