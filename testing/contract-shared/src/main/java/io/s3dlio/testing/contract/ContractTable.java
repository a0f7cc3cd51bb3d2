package io.s3dlio.testing.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The committed table of contract options: what each scheme declares to Hadoop's suites, and why.
 *
 * <p>It is the only source: the contracts set their options from it. Rows that begin with {@code
 * hook:} are answers of the suites' own hook methods. Immutable.
 */
public final class ContractTable {
  private static final String FILE = "contract-options.csv";
  private static final String HEADER = "option,s3,az,gs,file,direct,reason";
  private static final String HOOK = "hook:";

  private final Map<String, String> values;

  private ContractTable(Map<String, String> values) {
    this.values = values;
  }

  /** The column of this scheme. */
  public static ContractTable of(Scheme scheme) {
    int column = List.of(HEADER.split(",", -1)).indexOf(scheme.column());
    Map<String, String> values = new LinkedHashMap<>();
    for (List<String> row : CsvTable.rows(FILE, CsvTable.resource(FILE), HEADER)) {
      if (values.put(row.get(0), row.get(column)) != null) {
        throw new IllegalArgumentException(FILE + ": " + row.get(0) + " stands there twice");
      }
    }
    return new ContractTable(values);
  }

  /** The options by name, without the prefix {@code fs.contract.} and without the hooks. */
  public Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>(values);
    options.keySet().removeIf(name -> name.startsWith(HOOK));
    return options;
  }

  /** What a hook that answers a number answers. */
  public int number(String hook) {
    return Integer.parseInt(hook(hook));
  }

  /** What a hook that answers yes or no answers. */
  public boolean flag(String hook) {
    String value = hook(hook);
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(FILE + ": " + hook + " is neither true nor false");
    }
    return value.equals("true");
  }

  private String hook(String name) {
    return Objects.requireNonNull(values.get(HOOK + name), () -> FILE + " lacks " + HOOK + name);
  }
}
