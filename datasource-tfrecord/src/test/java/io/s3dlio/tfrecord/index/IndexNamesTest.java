package io.s3dlio.tfrecord.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class IndexNamesTest {

  @Test
  void oursAreHiddenFromSpark() {
    assertThat(IndexNames.hidden("a.tfrecord", IndexFormat.TEXT)).isEqualTo("_a.tfrecord.idx");
    assertThat(IndexNames.hidden("a.tfrecord", IndexFormat.COMPACT)).isEqualTo("_a.tfrecord.s3idx");
    assertThat(IndexNames.hidden("k=v.tfrecord", IndexFormat.COMPACT))
        .isEqualTo(".k=v.tfrecord.s3idx");
  }

  @Test
  void oursAreLookedForFirstAndThenThoseOfOthers() {
    assertThat(IndexNames.candidates("a.tfrecord"))
        .containsExactly(
            "_a.tfrecord.s3idx",
            "_a.tfrecord.idx",
            "_a.tfrecord.bin.idx",
            "a.tfrecord.idx",
            "a.tfrecord.tfindex",
            "a.tfrecord.index",
            "a.idx",
            "a.tfindex")
        .allMatch(IndexNames::isIndex);
    assertThat(IndexNames.candidates("a")).doesNotContain(".idx");
    assertThat(IndexNames.isIndex("a.tfrecord")).isFalse();
  }

  @Test
  void anIndexOlderThanItsFileIsRefusedOrMustProveItself() throws Exception {
    IndexPair pair = new IndexPair("_a.idx", "a", 100);
    for (IndexFormat format : IndexFormat.values()) {
      assertThat(IndexAge.needsProof(format, 1000, 1000, pair)).isFalse();
      assertThat(IndexAge.needsProof(format, 1001, 1000, pair)).isFalse();
    }
    assertThat(IndexAge.needsProof(IndexFormat.COMPACT, 999, 1000, pair)).isTrue();
    assertThatThrownBy(() -> IndexAge.needsProof(IndexFormat.TEXT, 999, 1000, pair))
        .isInstanceOf(IndexRefusedException.class)
        .hasMessageContaining("written 1 ms after it");
    assertThatThrownBy(() -> IndexAge.needsProof(IndexFormat.BINARY16, 999, 1000, pair))
        .isInstanceOf(IndexRefusedException.class);
  }
}
