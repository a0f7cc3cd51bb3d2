package io.s3dlio.testing.servers.gcs;

import java.util.Optional;

/**
 * The four conditions of the page "Request preconditions", for the target or, with the prefix
 * {@code ifSource}, for the source of a copy.
 */
record Preconditions(
    Optional<Long> generationMatch,
    Optional<Long> generationNotMatch,
    Optional<Long> metagenerationMatch,
    Optional<Long> metagenerationNotMatch) {

  static final Preconditions NONE =
      new Preconditions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** From a call whose parameters begin with {@code prefix}: {@code if} or {@code ifSource}. */
  static Preconditions of(Call call, String prefix) throws Refusal {
    return new Preconditions(
        call.number(prefix + "GenerationMatch"),
        call.number(prefix + "GenerationNotMatch"),
        call.number(prefix + "MetagenerationMatch"),
        call.number(prefix + "MetagenerationNotMatch"));
  }

  /**
   * For a write. Nothing there counts as generation 0, so {@code ifGenerationMatch=0} asks that no
   * live version exists. A condition on the metageneration of nothing does not hold.
   */
  void checkWrite(Optional<StoredObject> live) throws Refusal {
    long generation = live.map(StoredObject::generation).orElse(0L);
    long metageneration = live.map(StoredObject::metageneration).orElse(-1L);
    boolean holds =
        generationMatch.map(wanted -> wanted == generation).orElse(true)
            && generationNotMatch.map(unwanted -> unwanted != generation).orElse(true)
            && metagenerationMatch.map(wanted -> wanted == metageneration).orElse(true)
            && metagenerationNotMatch
                .map(unwanted -> live.isPresent() && unwanted != metageneration)
                .orElse(true);
    if (!holds) {
      throw Refusal.conditionNotMet();
    }
  }

  /** For a read: a failed not-match is 304 and without a body, a failed match 412. */
  void checkRead(StoredObject object) throws Refusal {
    if (generationNotMatch.map(known -> known == object.generation()).orElse(false)
        || metagenerationNotMatch.map(known -> known == object.metageneration()).orElse(false)) {
      throw new Refusal(304, "notModified", "Not modified");
    }
    checkWrite(Optional.of(object));
  }
}
