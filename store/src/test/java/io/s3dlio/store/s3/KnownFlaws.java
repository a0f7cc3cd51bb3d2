package io.s3dlio.store.s3;

import io.s3dlio.store.FlawsOfServers;
import io.s3dlio.testing.servers.ServerKind;
import java.util.List;

/** What the S3 test servers do unlike S3. */
public final class KnownFlaws extends FlawsOfServers {

  private static final List<Flaw> FLAWS =
      List.of(
          new Flaw(
              ServerKind.S3PROXY,
              "statFindsExactlyThatKey",
              Shows.ALWAYS,
              "HEAD of d/x/ finds the object d/x"),
          new Flaw(
              ServerKind.S3PROXY,
              "aMarkerHasNoBytes",
              Shows.ALWAYS,
              "If-None-Match does not hold for a key that ends in a slash"),
          new Flaw(
              ServerKind.S3MOCK,
              "aBackslashIsKeptOrRefused",
              Shows.ALWAYS,
              "a backslash in a key is refused"),
          new Flaw(
              ServerKind.S3MOCK,
              "childrenAreKeysAndRolledUpPrefixes",
              Shows.ALWAYS,
              "prefixes do not count as entries of a page and come on several pages"),
          new Flaw(
              ServerKind.S3MOCK,
              "ifAbsentIsJudgedOnComplete",
              Shows.ALWAYS,
              "aborting an upload deletes the object of its key"),
          new Flaw(
              ServerKind.S3MOCK,
              "ifMatchIsJudgedOnComplete",
              Shows.ALWAYS,
              "aborting an upload deletes the object of its key"),
          new Flaw(
              ServerKind.S3MOCK,
              "randomOperationsAreThoseOfATreeMap",
              Shows.ALWAYS,
              "aborting an upload deletes the object of its key"),
          new Flaw(
              ServerKind.S3MOCK,
              "ofManyConditionalUploadsOneWins",
              Shows.SOMETIMES,
              "parts of one upload vanish when another one of the key completes"),
          new Flaw(
              ServerKind.S3MOCK,
              "aReaderOfAKeyThatIsOverwrittenSeesOneVersionOrSaysSo",
              Shows.SOMETIMES,
              "body and etag of one answer can be of two versions"),
          new Flaw(
              ServerKind.S3PROXY,
              "aReaderOfAKeyThatIsOverwrittenSeesOneVersionOrSaysSo",
              Shows.SOMETIMES,
              "body and etag of one answer can be of two versions"),
          new Flaw(
              ServerKind.VERSITYGW,
              "aReaderOfAKeyThatIsOverwrittenSeesOneVersionOrSaysSo",
              Shows.SOMETIMES,
              "body and etag of one answer can be of two versions"),
          new Flaw(
              ServerKind.MINIO,
              "aKeyMayStandBesideAPrefixOrIsRefused",
              Shows.ALWAYS,
              "p and p/q are both kept, but listings hide p/q"),
          new Flaw(
              ServerKind.MINIO,
              "unfinishedUploadsAreListedOrThatIsRefused",
              Shows.ALWAYS,
              "uploads are found by their whole key only"));

  /** Made by JUnit, and by the page that shows the flaws. */
  public KnownFlaws() {
    super(FLAWS);
  }

  @Override
  protected Enum<?> server(Object test) {
    return ((S3ServerContract) test).kind();
  }
}
