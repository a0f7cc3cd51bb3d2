package io.s3dlio.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.testing.servers.HttpFake;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Assuming a role, at a fake of AWS's token service ("AssumeRole" in its API reference). */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
class S3RoleTest {

  private static final String CANARY = "CanarySecretThatMustNotShow";
  private static final String ROLE = "arn:aws:iam::123456789012:role/reader";

  @TempDir private Path directory;
  private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
  private Properties before;
  private HttpFake tokens;
  private HttpFake service;

  @BeforeEach
  void start() {
    before = (Properties) System.getProperties().clone();
    // Whatever this machine has must not answer for what a test takes away.
    System.setProperty("aws.configFile", directory.resolve("none").toString());
    System.setProperty("aws.sharedCredentialsFile", directory.resolve("none").toString());
    System.setProperty("aws.disableEc2Metadata", "true");
    tokens =
        HttpFake.start(
            (request, body) -> {
              asked.add(form(new String(body, StandardCharsets.UTF_8)));
              return HttpFake.Answer.of(200, role());
            });
    // The first credentials of the role count as expired.
    service =
        HttpFake.start(
            (request, body) ->
                asked.size() < 2
                    ? HttpFake.Answer.of(400, "<Error><Code>ExpiredToken</Code></Error>")
                    : HttpFake.Answer.of(200, "<ListBucketResult/>").with("ETag", "\"e\""));
  }

  @AfterEach
  void stop() {
    service.close();
    tokens.close();
    System.setProperties(before);
  }

  private ObjectStore open(Map<String, String> more) throws IOException {
    Map<String, String> options = new HashMap<>();
    options.put("s3.access-key-id", "AKIDEXAMPLE");
    options.put("s3.access-key-secret", CANARY);
    options.put("s3.role-arn", ROLE);
    options.put("s3.sts-endpoint", tokens.endpoint().toString());
    options.putAll(more);
    return S3Fixture.open(service, options);
  }

  private static Map<String, String> form(String body) {
    return Arrays.stream(body.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private String role() {
    return "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId>"
        + "<SecretAccessKey>"
        + CANARY
        + "</SecretAccessKey><SessionToken>session</SessionToken><Expiration>"
        + Instant.now().plus(Duration.ofHours(6)).truncatedTo(ChronoUnit.SECONDS)
        + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
  }

  @Test
  void aRoleIsAssumedOnceForAllRequestsAndAgainWhenItExpires() throws IOException {
    try (ObjectStore store = open(Map.of("s3.role-external-id", "partner:42"))) {
      assertThat(asked).isEmpty();
      store.list(ListQuery.recursive(""));
      store.stat("k");
    }
    assertThat(asked).hasSize(2);
    assertThat(asked.get(0))
        .containsEntry("Action", "AssumeRole")
        .containsEntry("RoleArn", ROLE)
        .containsEntry("ExternalId", "partner:42")
        .containsEntry("RoleSessionName", "s3dlio")
        .containsEntry("DurationSeconds", "3600");
    assertThat(tokens.requests())
        .allMatch(request -> request.header("x-amz-security-token").isEmpty())
        .allMatch(request -> request.header("authorization").isPresent());
    assertThat(service.requests())
        .hasSize(3)
        .allMatch(request -> request.header("x-amz-security-token").isPresent());
  }

  @Test
  void nameAndDurationOfTheSessionAreAsGivenAndTheExternalIdIsOptional() throws IOException {
    try (ObjectStore store =
        open(Map.of("s3.role-session-name", "nightly@etl", "s3.role-duration", "15m"))) {
      store.stat("k");
    }
    assertThat(asked.get(0))
        .containsEntry("RoleSessionName", "nightly@etl")
        .containsEntry("DurationSeconds", "900")
        .doesNotContainKey("ExternalId");
  }

  @Test
  void aRoleThatMayNotBeAssumedIsNamedWithItsCure() throws IOException {
    String refusal =
        "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User is not"
            + " authorized to perform: sts:AssumeRole</Message></Error>"
            + "<RequestId>request-7</RequestId></ErrorResponse>";
    try (HttpFake refusing = HttpFake.start((request, body) -> HttpFake.Answer.of(403, refusal));
        ObjectStore store = open(Map.of("s3.sts-endpoint", refusing.endpoint().toString()))) {
      Throwable thrown = catchThrowable(() -> store.stat("k"));
      assertThat(thrown)
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("STAT s3://bucket/k")
          .hasMessageContaining(ROLE)
          .hasMessageContaining("not authorized to perform: sts:AssumeRole")
          .hasMessageContaining("403")
          .hasMessageContaining("request-7")
          .hasMessageContaining("s3dlio.s3.role-external-id");
      for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
        assertThat(cause.toString()).doesNotContain(CANARY);
      }
    }
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void withoutCredentialsOfItsOwnEverySourceIsNamedAndTheTokenServiceNotAsked() throws IOException {
    try (ObjectStore store = open(Map.of("s3.access-key-id", "", "s3.access-key-secret", ""))) {
      assertThatThrownBy(() -> store.stat("k"))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("system properties")
          .hasMessageContaining("container")
          .hasMessageContaining("s3dlio.s3.access-key-id");
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void aRefusalOfTheServiceNamesTheRoleThatAsked() throws IOException {
    try (HttpFake refusing =
            HttpFake.start(
                (request, body) ->
                    HttpFake.Answer.of(403, "<Error><Code>AccessDenied</Code></Error>"));
        ObjectStore store = open(Map.of("s3.endpoint", refusing.endpoint().toString()))) {
      assertThatThrownBy(() -> store.list(ListQuery.recursive("")))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("the role " + ROLE)
          .hasMessageContaining("...MPLE");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "s3.role-arn, reader",
    "s3.role-session-name, two words",
    "s3.role-session-name, x",
    "s3.role-external-id, a&b",
    "s3.role-duration, 10m",
    "s3.role-duration, 13h",
    "s3.sts-endpoint, sts.example.test",
    "s3.credentials, anonymous",
  })
  void whatCannotBeIsRefusedByTheNameOfItsOption(String option, String value) {
    assertThatThrownBy(() -> open(Map.of(option, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s3dlio." + option);
  }

  @Test
  void anExternalIdWithoutARoleIsRefused() {
    assertThatThrownBy(() -> open(Map.of("s3.role-arn", "", "s3.role-external-id", "partner")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s3dlio.s3.role-arn");
  }
}
