package io.s3dlio.tfrecord.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.s3dlio.tfrecord.example.GoogleMessages.Content;
import io.s3dlio.tfrecord.example.GoogleMessages.Value;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random payloads of odd forms: our columns are what Google's runtime reads, or both refuse. */
class ExampleOracleTest {

  private static final int MESSAGES = Integer.getInteger("s3dlio.oracle", 10_000);
  private static final long SEED = Long.getLong("s3dlio.seed", 20_261_121L);

  private int accepted;
  private int refused;
  private int ofAnotherKind;
  private int ofSeveralValues;
  private int elsewhere;
  private int unseen;

  @ParameterizedTest
  @EnumSource(
      value = RecordType.class,
      names = {"EXAMPLE", "SEQUENCE_EXAMPLE"})
  void whatGoogleReadsWeRead(RecordType type) {
    OddMessages messages = new OddMessages(SEED);
    Random random = new Random(SEED);
    for (int i = 0; i < MESSAGES; i++) {
      byte[] payload = messages.next(type);
      if (!hasEvenTenthByte(payload)) {
        compare(type, payload, random);
      }
    }
    String counts =
        "accepted %d, refused %d (%d unseen), of another kind %d, several values %d, elsewhere %d"
            .formatted(accepted, refused, unseen, ofAnotherKind, ofSeveralValues, elsewhere);
    assertThat(accepted).as(counts).isGreaterThan(MESSAGES / 5);
    assertThat(refused).as(counts).isGreaterThan(MESSAGES / 20);
    assertThat(unseen).as(counts).isLessThan(refused / 50);
    assertThat(ofAnotherKind).isGreaterThan(MESSAGES / 100);
    assertThat(type == RecordType.EXAMPLE ? ofSeveralValues : MESSAGES)
        .isGreaterThan(MESSAGES / 100);
    assertThat(type == RecordType.EXAMPLE ? MESSAGES : elsewhere).isGreaterThan(MESSAGES / 100);
  }

  private void compare(RecordType type, byte[] payload, Random random) {
    String hex = type + " " + HexFormat.of().formatHex(payload);
    Content content = parse(type, payload);
    ExampleDecoder decoder = new ExampleDecoder(type, specs(type, content, random));
    // Somewhere in a larger array, as in a block of records; up to its very end half of the time.
    int start = random.nextInt(3);
    byte[] block = new byte[start + payload.length + 16 * random.nextInt(2)];
    random.nextBytes(block);
    System.arraycopy(payload, 0, block, start, payload.length);
    int problems = decoder.decode(block, start, payload.length);
    String problem = problems == 0 ? "" : decoder.problems().get(0).message();
    if (content == null) {
      refused++;
      assertThat(new FeatureShapes(type).add(payload, 0, payload.length))
          .as("refused by Google: %s", hex)
          .isPresent();
      // Damage may make of a key one that nobody asks for; then its value is not looked at.
      unseen += 1 - problems;
    } else if (problem.contains("more than 32 bits")) {
      // Google's runtimes differ: that of Java drops the bits, that of C++ refuses.
      refused++;
    } else if (problem.contains("asked for is")) {
      ofAnotherKind++;
      assertThat(isOfAnotherKind(decoder, content)).as("%s: %s", problem, hex).isTrue();
    } else if (problem.contains("several values")) {
      ofSeveralValues++;
      assertThat(isOfSeveralValues(decoder, content)).as("%s: %s", problem, hex).isTrue();
    } else if (problem.contains("is in the")) {
      elsewhere++;
      assertThat(isElsewhere(decoder, content)).as("%s: %s", problem, hex).isTrue();
    } else {
      accepted++;
      assertThat(problem).as(hex).isEmpty();
      assertThat(isOfAnotherKind(decoder, content)).as(hex).isFalse();
      assertThat(isOfSeveralValues(decoder, content)).as(hex).isFalse();
      assertThat(isElsewhere(decoder, content)).as(hex).isFalse();
      assertSame(decoder, content, block, hex);
    }
  }

  /**
   * Whether a number of ten bytes may be in there whose last byte leaves the highest bit clear:
   * Google's runtime for Java sets it all the same, that for C++ does not.
   */
  private static boolean hasEvenTenthByte(byte[] payload) {
    int before = 0;
    for (byte b : payload) {
      if (b >= 0 && before >= 9 && (b & 1) == 0) {
        return true;
      }
      before = b < 0 ? before + 1 : 0;
    }
    return false;
  }

  private static @Nullable Content parse(RecordType type, byte[] payload) {
    try {
      return GoogleMessages.parse(type, payload);
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  /** All keys there are, so that nothing is skipped; mostly of the kind that the record has. */
  private static List<FeatureSpec> specs(
      RecordType type, @Nullable Content content, Random random) {
    boolean isLists = type == RecordType.SEQUENCE_EXAMPLE && random.nextInt(3) > 0;
    List<FeatureSpec> specs = new ArrayList<>();
    for (String key : OddMessages.KEYS) {
      FeatureKind kind = FeatureKind.ofField(1 + random.nextInt(3));
      if (content != null && random.nextInt(20) > 0) {
        Value value =
            isLists
                ? content.lists().getOrDefault(key, List.of()).stream()
                    .filter(step -> step.kind() != null)
                    .findFirst()
                    .orElse(null)
                : content.features().get(key);
        kind = value == null || value.kind() == null ? kind : value.kind();
      }
      FeatureDepth depth =
          isLists
              ? FeatureDepth.LIST_OF_LISTS
              : random.nextInt(4) > 0 ? FeatureDepth.LIST : FeatureDepth.SCALAR;
      specs.add(new FeatureSpec(key, kind, depth));
    }
    return specs;
  }

  private static boolean isOfAnotherKind(ExampleDecoder decoder, Content content) {
    return columns(decoder).stream()
        .flatMap(column -> values(column, content).stream().map(v -> differs(column, v)))
        .anyMatch(differs -> differs);
  }

  private static boolean differs(FeatureColumn column, Value value) {
    return value.kind() != null && value.kind() != column.spec().kind();
  }

  private static boolean isOfSeveralValues(ExampleDecoder decoder, Content content) {
    return columns(decoder).stream()
        .filter(column -> column.spec().depth() == FeatureDepth.SCALAR)
        .flatMap(column -> values(column, content).stream())
        .anyMatch(value -> value.values().size() > 1);
  }

  private static boolean isElsewhere(ExampleDecoder decoder, Content content) {
    return columns(decoder).stream()
        .map(FeatureColumn::spec)
        .anyMatch(
            spec -> {
              boolean isInContext = content.features().containsKey(spec.name());
              boolean isInLists = content.lists().containsKey(spec.name());
              return spec.isListOfLists() ? isInContext && !isInLists : isInLists && !isInContext;
            });
  }

  private static boolean isNull(FeatureSpec spec, Content content) {
    Value value = content.features().get(spec.name());
    return value == null
        || value.kind() == null
        || (spec.depth() == FeatureDepth.SCALAR && value.values().isEmpty());
  }

  private static List<Value> values(FeatureColumn column, Content content) {
    String name = column.spec().name();
    if (column.spec().isListOfLists()) {
      return content.lists().getOrDefault(name, List.of());
    }
    Value value = content.features().get(name);
    return value == null ? List.of() : List.of(value);
  }

  private static void assertSame(
      ExampleDecoder decoder, Content content, byte[] block, String hex) {
    for (FeatureColumn column : columns(decoder)) {
      FeatureSpec spec = column.spec();
      if (spec.isListOfLists()) {
        List<Value> expected = content.lists().get(spec.name());
        assertThat(GoogleMessages.rows(column, block))
            .as("%s of %s", spec, hex)
            .isEqualTo(
                expected == null
                    ? null
                    : expected.stream().map(v -> new Value(spec.kind(), v.values())).toList());
        continue;
      }
      Value expected = content.features().get(spec.name());
      assertThat(GoogleMessages.row(column, block))
          .as("%s of %s", spec, hex)
          .isEqualTo(isNull(spec, content) ? null : expected);
    }
  }

  private static List<FeatureColumn> columns(ExampleDecoder decoder) {
    List<FeatureColumn> columns = new ArrayList<>();
    for (int i = 0; i < OddMessages.KEYS.size(); i++) {
      columns.add(decoder.column(i));
    }
    return columns;
  }
}
