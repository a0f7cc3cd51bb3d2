package io.s3dlio.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What any process needs to go on with an upload; no secret inside.
 *
 * @param root where the upload was begun
 * @param id the service's own name of it
 * @param options as given at its start; the condition is judged on complete
 */
public record UploadToken(ObjectUri root, String key, String id, PutOptions options) {

  private static final String VERSION = "upload1";

  /** Where the parts come from. */
  private static final String SENT = "sent";

  private static final String COPIED = "copied";

  /** One line of text, for {@link #decode}. */
  public String encode() {
    List<String> fields =
        new ArrayList<>(
            List.of(
                root.toString(),
                key,
                id,
                condition(options.condition()),
                options.writeId().map(WriteId::value).orElse(""),
                options.copiedParts() ? COPIED : SENT,
                Integer.toString(options.headers().size())));
    options.headers().forEach((name, value) -> fields.addAll(List.of(name, value)));
    options.metadata().forEach((name, value) -> fields.addAll(List.of(name, value)));
    return TextRecord.encode(VERSION, fields);
  }

  /**
   * Reads what {@link #encode()} wrote.
   *
   * @param root the store that shall go on with it
   * @throws CorruptFormatException when the line is no token, or one of another root
   */
  public static UploadToken decode(ObjectUri root, String line) throws CorruptFormatException {
    List<String> fields = TextRecord.decode(VERSION, 7, line);
    if (!fields.get(0).equals(root.toString())) {
      throw new CorruptFormatException(
          "the upload belongs to " + fields.get(0) + ", not to " + root);
    }
    try {
      int headers = Integer.parseInt(fields.get(6));
      List<String> pairs = fields.subList(7, fields.size());
      if (headers < 0 || pairs.size() % 2 != 0 || headers > pairs.size() / 2) {
        throw new CorruptFormatException("headers and metadata are cut off");
      }
      PutOptions options =
          new PutOptions(
              condition(fields.get(3)),
              map(pairs.subList(0, 2 * headers)),
              map(pairs.subList(2 * headers, pairs.size())),
              fields.get(4).isEmpty() ? Optional.empty() : Optional.of(new WriteId(fields.get(4))),
              OptionalInt.empty(),
              copied(fields.get(5)));
      return new UploadToken(root, Keys.check(fields.get(1)), fields.get(2), options);
    } catch (IllegalArgumentException e) {
      throw new CorruptFormatException("not an upload token: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> map(List<String> pairs) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < pairs.size(); i += 2) {
      map.put(pairs.get(i), pairs.get(i + 1));
    }
    return map;
  }

  private static boolean copied(String text) {
    return switch (text) {
      case SENT -> false;
      case COPIED -> true;
      default -> throw new IllegalArgumentException("parts " + text);
    };
  }

  private static String condition(PutCondition condition) {
    if (condition instanceof PutCondition.IfMatch match) {
      return "=" + match.etag();
    }
    return condition instanceof PutCondition.IfAbsent ? "absent" : "always";
  }

  private static PutCondition condition(String text) {
    if (text.startsWith("=")) {
      return PutCondition.ifMatch(text.substring(1));
    }
    return switch (text) {
      case "absent" -> PutCondition.ifAbsent();
      case "always" -> PutCondition.always();
      default -> throw new IllegalArgumentException("condition " + text);
    };
  }
}
