package io.s3dlio.benchmarks;

import io.s3dlio.benchmarks.Contender.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** All runs of one contender in one case, and how they are kept in a line of a file. */
record Measured(Role role, String name, List<Run> runs) {

  double median(ToDoubleFunction<Run> value) {
    double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double seconds() {
    return median(Run::seconds);
  }

  double fastest() {
    return runs.stream().mapToDouble(Run::seconds).min().orElseThrow();
  }

  double slowest() {
    return runs.stream().mapToDouble(Run::seconds).max().orElseThrow();
  }

  String line() {
    return role
        + "\t"
        + name
        + "\t"
        + runs.stream()
            .map(
                run ->
                    String.join(
                        " ",
                        Double.toString(run.seconds()),
                        Double.toString(run.cpuSeconds()),
                        Long.toString(run.readBytes()),
                        run.answer()))
            .collect(Collectors.joining("\t"));
  }

  static Measured ofLine(String line) {
    List<String> fields = Arrays.asList(line.split("\t", -1));
    List<Run> runs = new ArrayList<>();
    for (String field : fields.subList(2, fields.size())) {
      String[] parts = field.split(" ", 4);
      runs.add(
          new Run(
              Double.parseDouble(parts[0]),
              Double.parseDouble(parts[1]),
              Long.parseLong(parts[2]),
              parts[3]));
    }
    return new Measured(Role.valueOf(fields.get(0)), fields.get(1), runs);
  }
}
