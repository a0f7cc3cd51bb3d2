package io.s3dlio.testing.contract;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.contract.ContractOptions;

/** The suites run as Hadoop wrote them: our classes add a contract and hooks, and nothing else. */
public final class SuiteShape {
  /** What a class of ours may declare; each hook's answer stands in the table of options. */
  private static final Set<String> HOOKS =
      Set.of("createContract", "getExpectedPageSize", "readBufferSize", "streamWritesInBlocks");

  private SuiteShape() {}

  /**
   * What is wrong with our class of a suite, one sentence each.
   *
   * @param ours the class that runs the suite
   */
  public static List<String> problems(Suite suite, Class<?> ours) {
    List<String> problems = new ArrayList<>();
    Class<?> base = ours.getSuperclass();
    String expected = "org.apache.hadoop.fs.contract.AbstractContract" + suite.label() + "Test";
    if (!base.getName().equals(expected)) {
      problems.add(ours + " extends " + base + ", not " + expected);
    }
    for (Method method : ours.getDeclaredMethods()) {
      if (!method.isSynthetic() && !HOOKS.contains(method.getName())) {
        problems.add(ours + " declares " + method.getName() + ", which is no hook");
      }
    }
    if (ours.getDeclaredFields().length + ours.getDeclaredClasses().length > 0) {
      problems.add(ours + " declares fields or classes");
    }
    for (Method method : base.getMethods()) {
      if (HOOKS.contains(method.getName()) && isTest(method)) {
        problems.add(method + " is a test, so it may not be overridden");
      }
    }
    return problems;
  }

  /** JUnit 4 and Jupiter each have an annotation of this name. */
  private static boolean isTest(Method method) {
    return Arrays.stream(method.getAnnotations())
        .anyMatch(annotation -> annotation.annotationType().getSimpleName().endsWith("Test"));
  }

  /** Names of all options that this line of Hadoop knows, without what names the file system. */
  public static Set<String> knownOptions() {
    Set<String> names = new TreeSet<>();
    for (Field field : ContractOptions.class.getFields()) {
      try {
        names.add(String.valueOf(field.get(null)));
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
    names.remove(ContractOptions.CONTRACT_OPTIONS_RESOURCE);
    names.remove(ContractOptions.FS_CONTRACT_KEY);
    return names;
  }
}
