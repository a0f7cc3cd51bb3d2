package io.s3dlio.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, ranges and options: what is kept as it is, and what is refused. */
final class ValuesTest {

  @ParameterizedTest
  @CsvSource({
    "s3://bucket/key, s3, bucket, key",
    "S3://my_bucket/a%20b, s3, my_bucket, a%20b",
    "s3://bucket, s3, bucket, ''",
    "file:///abs/path, file, '', abs/path",
    "az://container@account/k, az, container@account, k",
    "s3://host:9000/bucket/key, s3, host:9000, bucket/key",
    "s3://a.b.c/k?x#y, s3, a.b.c, k?x#y"
  })
  void anAddressIsSplitAndNotDecoded(String text, String scheme, String authority, String path) {
    assertThat(ObjectUri.parse(text)).isEqualTo(new ObjectUri(scheme, authority, path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bare/path", "bucket/key", "", "s3:/one", "://x/y"})
  void anAddressWithoutSchemeIsRefused(String text) {
    assertThatThrownBy(() -> ObjectUri.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scheme://");
  }

  @Test
  void aKeyIsResolvedBelowItsRoot() {
    assertThat(ObjectUri.parse("s3://b").resolve("k/l")).hasToString("s3://b/k/l");
    assertThat(ObjectUri.parse("file:///tmp/x").resolve("k")).hasToString("file:///tmp/x/k");
  }

  @Test
  void rangesAreHalfOpenAndNeverOverflow() {
    assertThat(ByteRange.of(10, 5).end()).isEqualTo(15);
    assertThat(ByteRange.from(10).isOpenEnded()).isTrue();
    assertThat(ByteRange.from(10).end()).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> ByteRange.of(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ByteRange.of(1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ByteRange.of(2, Long.MAX_VALUE - 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2^63");
  }

  @Test
  void theWriteIdIsHiddenFromUsersMetadata() {
    assertThatThrownBy(
            () -> PutOptions.none().withMetadata(Map.of(WriteId.METADATA_NAME, "0".repeat(32))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new WriteId("not an id")).isInstanceOf(IllegalArgumentException.class);
    assertThat(WriteId.random()).isNotEqualTo(WriteId.random());
  }

  @Test
  void anUnknownHeaderIsRefused() {
    assertThatThrownBy(() -> PutOptions.none().withHeaders(Map.of("x-other", "v")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x-other");
  }
}
