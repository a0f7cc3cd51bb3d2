package io.s3dlio.testing.contract35;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.contract.ContractTable;
import io.s3dlio.testing.contract.Scheme;
import io.s3dlio.testing.contract.Suite;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.contract.ContractOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The suites run as Hadoop wrote them: our classes add a contract and hooks, and nothing else. */
final class SuiteShapeTest {
  /** What a class of ours may declare; each hook's answer stands in the table of options. */
  private static final Set<String> HOOKS =
      Set.of("createContract", "getExpectedPageSize", "readBufferSize", "streamWritesInBlocks");

  @ParameterizedTest
  @EnumSource(Suite.class)
  void aSuiteDeclaresHooksOnly(Suite suite) throws ClassNotFoundException {
    Class<?> ours = Class.forName(getClass().getPackageName() + "." + suite.testClass());
    assertThat(ours.getSuperclass().getName())
        .isEqualTo("org.apache.hadoop.fs.contract.AbstractContract" + suite.label() + "Test");
    assertThat(declared(ours)).isSubsetOf(HOOKS).contains("createContract");
    assertThat(ours.getDeclaredFields()).isEmpty();
    assertThat(ours.getDeclaredClasses()).isEmpty();
  }

  @Test
  void noHookIsATest() throws ClassNotFoundException {
    for (Suite suite : Suite.values()) {
      Class<?> ours = Class.forName(getClass().getPackageName() + "." + suite.testClass());
      for (Method hidden : ours.getSuperclass().getMethods()) {
        assertThat(hidden.isAnnotationPresent(Test.class) && HOOKS.contains(hidden.getName()))
            .as(hidden.toString())
            .isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void theTableDeclaresEveryOptionThatHadoopKnows(Scheme scheme) {
    assertThat(ContractTable.of(scheme).options().keySet()).isEqualTo(knownOptions());
  }

  private static Set<String> declared(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .map(Method::getName)
        .collect(Collectors.toSet());
  }

  private static Set<String> knownOptions() {
    Set<String> names = new TreeSet<>();
    for (Field field : ContractOptions.class.getFields()) {
      try {
        names.add(String.valueOf(field.get(null)));
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
    names.remove(ContractOptions.CONTRACT_OPTIONS_RESOURCE);
    names.remove(ContractOptions.FS_CONTRACT_KEY);
    return names;
  }
}
