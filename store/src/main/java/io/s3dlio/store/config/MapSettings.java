package io.s3dlio.store.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Options from a map of {@code area.option} names, for plain Java and tests. */
public final class MapSettings implements Settings {

  private final Map<String, String> values;

  private MapSettings(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** Options by name without prefix, secrets among them. */
  public static MapSettings of(Map<String, String> values) {
    return new MapSettings(values);
  }

  /** No option given: all defaults. */
  public static MapSettings empty() {
    return new MapSettings(Map.of());
  }

  @Override
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  @Override
  public Optional<Secret> findSecret(String name) {
    return find(name).map(Secret::of);
  }

  @Override
  public Set<String> names() {
    return values.keySet();
  }

  @Override
  public String spell(String name) {
    return "s3dlio." + name;
  }

  @Override
  public String toString() {
    return "options " + values.keySet();
  }
}
