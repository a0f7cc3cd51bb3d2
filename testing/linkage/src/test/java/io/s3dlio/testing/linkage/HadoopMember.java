package io.s3dlio.testing.linkage;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.ConstructorCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A method, constructor or field of Hadoop that our code names. */
final class HadoopMember {
  private HadoopMember() {}

  static boolean isOfHadoop(JavaAccess<?> access) {
    return access.getTargetOwner().getName().startsWith("org.apache.hadoop.");
  }

  /** What is missing in the Hadoop that this loader sees, or empty. */
  static Optional<String> problem(JavaAccess<?> access, ClassLoader loader) {
    String owner = access.getTargetOwner().getName();
    Class<?> type;
    try {
      type = Class.forName(owner, false, loader);
    } catch (ClassNotFoundException e) {
      return Optional.of("no class " + owner);
    }
    if (!(access.getTarget() instanceof CodeUnitAccessTarget call)) {
      return hasField(type, access.getName())
          ? Optional.empty()
          : Optional.of("no field " + access.getTarget().getFullName());
    }
    List<String> parameters = call.getRawParameterTypes().stream().map(p -> p.getName()).toList();
    boolean there =
        call instanceof ConstructorCallTarget
            ? Arrays.stream(type.getDeclaredConstructors()).anyMatch(c -> takes(c, parameters))
            : hasMethod(type, call, parameters);
    return there ? Optional.empty() : Optional.of("no method " + call.getFullName());
  }

  private static boolean hasMethod(
      Class<?> type, CodeUnitAccessTarget call, List<String> parameters) {
    String result = call.getRawReturnType().getName();
    return family(type).stream()
        .flatMap(member -> Arrays.stream(member.getDeclaredMethods()))
        .filter(method -> method.getName().equals(call.getName()))
        .filter((Method method) -> method.getReturnType().getName().equals(result))
        .anyMatch(method -> takes(method, parameters));
  }

  private static boolean hasField(Class<?> type, String name) {
    return family(type).stream()
        .flatMap(member -> Arrays.stream(member.getDeclaredFields()))
        .anyMatch(field -> field.getName().equals(name));
  }

  private static boolean takes(Executable executable, List<String> parameters) {
    return Arrays.stream(executable.getParameterTypes())
        .map(Class::getName)
        .toList()
        .equals(parameters);
  }

  /** The type and everything it inherits from. */
  private static List<Class<?>> family(Class<?> type) {
    List<Class<?>> family = new ArrayList<>();
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      family.add(c);
      for (Class<?> declared : c.getInterfaces()) {
        family.addAll(family(declared));
      }
    }
    if (type.isInterface()) {
      family.add(Object.class);
    }
    return family;
  }
}
