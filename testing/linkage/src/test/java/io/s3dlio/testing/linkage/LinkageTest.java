package io.s3dlio.testing.linkage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every class of ours that needs no Spark links on every Hadoop we name; the oldest sees all but
 * the classes named {@code *34}.
 */
final class LinkageTest {
  private static JavaClasses ours = new ClassFileImporter().importClasses();

  @BeforeAll
  static void importOurClasses() throws IOException {
    List<Location> locations = OurClasses.packages().stream().map(Location::of).toList();
    ours = new ClassFileImporter().importLocations(locations);
  }

  @Test
  void theClassesUnderTestAreThere() throws IOException {
    assertThat(OurClasses.names())
        .contains(
            "io.s3dlio.store.ObjectStore",
            "io.s3dlio.fs.StoreFileSystem",
            "io.s3dlio.fs.StoreFileSystem34");
  }

  /** Loading runs the static code, and reflection resolves every type a signature names. */
  @ParameterizedTest
  @ValueSource(strings = {HadoopLine.OLDEST, "3.4.1", "3.4.3", "3.5.0"})
  void everyClassLoadsAndShowsItsMembers(String version) throws IOException {
    List<String> problems = new ArrayList<>();
    try (HadoopLine line = HadoopLine.open(version)) {
      for (String name : line.ourClasses()) {
        try {
          Class<?> type = Class.forName(name, true, line.loader());
          assertThat(type.getClassLoader()).isSameAs(line.loader());
          int members =
              type.getMethods().length
                  + type.getDeclaredMethods().length
                  + type.getDeclaredFields().length
                  + type.getDeclaredConstructors().length;
          assertThat(members).isNotNegative();
        } catch (ClassNotFoundException | LinkageError e) {
          problems.add(name + ": " + e);
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  /** The JVM looks for these only when the code runs: a user would be the first to know. */
  @ParameterizedTest
  @ValueSource(strings = {HadoopLine.OLDEST, "3.4.1", "3.4.3", "3.5.0"})
  void everyMemberOfHadoopThatOurCodeNamesIsThere(String version) throws IOException {
    try (HadoopLine line = HadoopLine.open(version)) {
      Set<String> problems = new TreeSet<>();
      for (JavaClass type : ours) {
        if (line.sees(type.getName())) {
          problems.addAll(missingMembers(type, line));
        }
      }
      assertThat(problems).isEmpty();
    }
  }

  /** Else the classes would not have to be apart, or the check above could not see anything. */
  @Test
  void theClassesForNewerHadoopsNeedMembersThatTheOldestLacks() throws IOException {
    try (HadoopLine line = HadoopLine.open(HadoopLine.OLDEST)) {
      assertThat(missingMembers(ours.get("io.s3dlio.fs.StoreInputStream34"), line)).isNotEmpty();
    }
  }

  private static Set<String> missingMembers(JavaClass type, HadoopLine line) {
    Set<String> missing = new TreeSet<>();
    for (JavaAccess<?> access : type.getAccessesFromSelf()) {
      if (HadoopMember.isOfHadoop(access)) {
        HadoopMember.problem(access, line.loader())
            .ifPresent(problem -> missing.add(type.getName() + ": " + problem));
      }
    }
    return missing;
  }

  @Test
  void nothingElseKnowsTheClassesForNewerHadoops() {
    DescribedPredicate<JavaClass> forNewer =
        DescribedPredicate.describe(
            "are for Hadoop 3.4.1 and later", type -> OurClasses.needsNewerHadoop(type.getName()));
    noClasses()
        .that(DescribedPredicate.not(forNewer))
        .should()
        .dependOnClassesThat(forNewer)
        .check(ours);
  }
}
