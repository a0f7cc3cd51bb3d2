package io.s3dlio.testing.servers.gcs;

import java.util.List;
import java.util.Optional;

/** Which method of the JSON interface a call is ("Cloud Storage JSON API overview"). */
final class StorageApi {
  private static final List<String> BUCKETS = List.of("storage", "v1", "b");

  private final Buckets buckets;
  private final Copies copies;
  private final Uploads uploads;
  private final Tokens tokens;

  StorageApi(Buckets buckets, Copies copies, Uploads uploads, Tokens tokens) {
    this.buckets = buckets;
    this.copies = copies;
    this.uploads = uploads;
    this.tokens = tokens;
  }

  /**
   * Answers a call.
   *
   * @param endpoint as the caller reached it; links in answers begin with it
   */
  Answer answer(Call call, String endpoint) {
    try {
      List<String> path = call.path();
      if (path.equals(List.of("token")) && call.method().equals("POST")) {
        return tokens.exchange(call, endpoint);
      }
      if (path.size() == 5 && path.get(4).endsWith(":generateAccessToken")) {
        return tokens.impersonate(call);
      }
      tokens.check(call);
      Answer answer =
          path.get(0).equals("batch")
              ? Batches.answer(call, inner -> answer(inner, endpoint))
              : storage(call, endpoint);
      return masked(answer, call);
    } catch (Refusal refusal) {
      return refusal.answer();
    }
  }

  private Answer storage(Call call, String endpoint) throws Refusal {
    List<String> path = call.path();
    boolean upload = path.get(0).equals("upload") || path.get(0).equals("resumable");
    boolean download = path.get(0).equals("download");
    List<String> plain =
        path.subList(path.indexOf("storage") < 0 ? 0 : path.indexOf("storage"), path.size());
    if (plain.size() < 3 || !plain.subList(0, 3).equals(BUCKETS)) {
      throw notFound(call);
    }
    List<String> rest = plain.subList(3, plain.size());
    if (upload) {
      if (rest.size() != 2 || !rest.get(1).equals("o")) {
        throw notFound(call);
      }
      return uploads.answer(call, rest.get(0), endpoint);
    }
    return switch (rest.size()) {
      case 0 -> ofProject(call, endpoint);
      case 1 -> ofBucket(call, rest.get(0), endpoint);
      case 2 -> ofObjects(call, rest, endpoint);
      case 3 -> ofObject(call, rest, download, endpoint);
      default -> ofTwo(call, rest, endpoint);
    };
  }

  private Answer ofProject(Call call, String endpoint) throws Refusal {
    return switch (call.method()) {
      case "GET" -> buckets.list(call, endpoint);
      case "POST" -> buckets.insert(call, endpoint);
      default -> throw notFound(call);
    };
  }

  private Answer ofBucket(Call call, String bucket, String endpoint) throws Refusal {
    return switch (call.method()) {
      case "GET" -> {
        call.takes();
        yield Answer.json(200, buckets.find(bucket).resource(endpoint));
      }
      case "DELETE" -> buckets.delete(call, bucket);
      default -> throw notFound(call);
    };
  }

  private Answer ofObjects(Call call, List<String> rest, String endpoint) throws Refusal {
    if (!rest.get(1).equals("o") || !call.method().equals("GET")) {
      throw notFound(call);
    }
    return Listing.answer(buckets.find(rest.get(0)), call, endpoint);
  }

  private Answer ofObject(Call call, List<String> rest, boolean download, String endpoint)
      throws Refusal {
    call.takes(
        "generation",
        "ifGenerationMatch",
        "ifGenerationNotMatch",
        "ifMetagenerationMatch",
        "ifMetagenerationNotMatch");
    Bucket bucket = buckets.find(rest.get(0));
    String name = rest.get(2);
    Optional<Long> generation = call.number("generation");
    Preconditions conditions = Preconditions.of(call, "if");
    switch (call.method()) {
      case "GET" -> {
        StoredObject object = bucket.find(name, generation);
        conditions.checkRead(object);
        return download || call.query("alt").orElse("").equals("media")
            ? Downloads.answer(object, call)
            : Uploads.stored(object, endpoint);
      }
      case "DELETE" -> {
        bucket.delete(name, generation, conditions);
        return Answer.empty(204);
      }
      case "PATCH", "PUT" -> {
        boolean merge = call.method().equals("PATCH");
        return Uploads.stored(
            bucket.patch(name, generation, conditions, call.json(), merge), endpoint);
      }
      default -> throw notFound(call);
    }
  }

  /** {@code b/BUCKET/o/NAME/} and a verb, with the target behind it where there is one. */
  private Answer ofTwo(Call call, List<String> rest, String endpoint) throws Refusal {
    Bucket bucket = buckets.find(rest.get(0));
    String verb = rest.get(3);
    if (!call.method().equals("POST") || !rest.get(1).equals("o")) {
      throw notFound(call);
    }
    if (verb.equals("compose") && rest.size() == 4) {
      return Composes.answer(bucket, rest.get(2), call, endpoint);
    }
    if (verb.equals("moveTo") && rest.size() == 6) {
      return copies.move(bucket, rest.get(2), rest.get(5), call, endpoint);
    }
    if (rest.size() == 8 && rest.get(4).equals("b") && rest.get(6).equals("o")) {
      Bucket to = buckets.find(rest.get(5));
      if (verb.equals("rewriteTo")) {
        return copies.rewrite(bucket, rest.get(2), to, rest.get(7), call, endpoint);
      }
      if (verb.equals("copyTo")) {
        return copies.copy(bucket, rest.get(2), to, rest.get(7), call, endpoint);
      }
    }
    throw notFound(call);
  }

  private static Answer masked(Answer answer, Call call) throws Refusal {
    boolean json = answer.headers().getOrDefault("Content-Type", "").startsWith("application/json");
    if (call.query("fields").isEmpty() || answer.status() != 200 || !json) {
      return answer;
    }
    Object chosen =
        FieldMask.parse(call.query("fields").get()).apply(Call.json(answer.body().text()));
    return new Answer(200, answer.headers(), Content.of(Json.text(chosen)));
  }

  private static Refusal notFound(Call call) {
    return Refusal.unknownHere(
        "the method " + call.method() + " /" + String.join("/", call.path()));
  }
}
