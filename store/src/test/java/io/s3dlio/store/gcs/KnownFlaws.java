package io.s3dlio.store.gcs;

import io.s3dlio.store.FlawsOfServers;
import io.s3dlio.testing.servers.GcsServerKind;
import java.util.List;

/** What fake-gcs-server does unlike Google Cloud Storage; our own fake has no flaw to be known. */
public final class KnownFlaws extends FlawsOfServers {

  private static final List<Flaw> FLAWS =
      List.of(
          new Flaw(
              GcsServerKind.FAKE_GCS_SERVER,
              "childrenAreKeysAndRolledUpPrefixes",
              Shows.ALWAYS,
              "prefixes do not count as entries of a page"),
          new Flaw(
              GcsServerKind.FAKE_GCS_SERVER,
              "aConditionalCopyHoldsItsConditionOrIsRefused",
              Shows.ALWAYS,
              "a rewrite takes no condition"),
          new Flaw(
              GcsServerKind.FAKE_GCS_SERVER,
              "ofManyConditionalCopiesOneWins",
              Shows.ALWAYS,
              "a rewrite takes no condition"),
          new Flaw(
              GcsServerKind.FAKE_GCS_SERVER,
              "ifAbsentIsJudgedOnComplete",
              Shows.ALWAYS,
              "a compose takes no condition"),
          new Flaw(
              GcsServerKind.FAKE_GCS_SERVER,
              "ifMatchIsJudgedOnComplete",
              Shows.ALWAYS,
              "a compose takes no condition"),
          new Flaw(
              GcsServerKind.FAKE_GCS_SERVER,
              "ofManyConditionalUploadsOneWins",
              Shows.ALWAYS,
              "a compose takes no condition"));

  /** Made by JUnit, and by the page that shows the flaws. */
  public KnownFlaws() {
    super(FLAWS);
  }

  @Override
  protected Enum<?> server(Object test) {
    return ((GcsServerContract) test).kind();
  }
}
