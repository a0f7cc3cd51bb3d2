package io.s3dlio.fs;

import io.s3dlio.store.ReadHints;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.impl.AbstractFSBuilderImpl;
import org.apache.hadoop.fs.impl.OpenFileParameters;
import org.jspecify.annotations.Nullable;

/** What the builder of {@code openFile} was told, turned into what the engine is told. */
final class OpenOptions {

  private static final String PREFIX = "fs.option.openfile.";
  private static final String LENGTH = PREFIX + "length";
  private static final String READ_POLICY = PREFIX + "read.policy";
  private static final String SPLIT_END = PREFIX + "split.end";

  private static final Set<String> KNOWN =
      Set.of(
          LENGTH,
          READ_POLICY,
          PREFIX + "buffer.size",
          PREFIX + "footer.cache",
          PREFIX + "split.start",
          SPLIT_END,
          PREFIX + "ec.policy");

  private OpenOptions() {}

  /**
   * The hints in a builder's options. A status or a length saves the request that would ask for it;
   * of a status only length and version are taken, and only when it has a version.
   *
   * @throws IllegalArgumentException for a must option that is unknown
   */
  static ReadHints hints(String path, OpenFileParameters parameters) {
    AbstractFSBuilderImpl.rejectUnknownMandatoryKeys(
        parameters.getMandatoryKeys(), KNOWN, "for " + path);
    Configuration options = parameters.getOptions();
    ReadHints hints = ReadHints.none().withPattern(pattern(options.get(READ_POLICY, "")));
    OptionalLong length = length(options.get(LENGTH));
    if (length.isPresent()) {
      hints = hints.withSize(length.getAsLong());
    }
    OptionalLong end = length(options.get(SPLIT_END));
    if (end.isPresent()) {
      hints = hints.withEnd(end.getAsLong());
    }
    FileStatus status = parameters.getStatus();
    if (status instanceof EtagSource source && status.isFile()) {
      hints = hints.withSize(status.getLen());
      String etag = source.getEtag();
      if (etag != null && !etag.isEmpty()) {
        hints = hints.withEtag(etag);
      }
    }
    return hints;
  }

  /** A length as builders write it, decimals and exponents included; nonsense is not known. */
  private static OptionalLong length(@Nullable String text) {
    if (text == null) {
      return OptionalLong.empty();
    }
    try {
      BigDecimal value = new BigDecimal(text.trim());
      boolean fits =
          value.signum() >= 0 && value.compareTo(new BigDecimal(BigInteger.TWO.pow(60))) < 0;
      return fits ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** The first policy in the list that is known. */
  private static ReadHints.Pattern pattern(String policies) {
    for (String policy : policies.split(",")) {
      Optional<ReadHints.Pattern> pattern =
          switch (policy.trim().toLowerCase(Locale.ENGLISH)) {
            case "adaptive", "default" -> Optional.of(ReadHints.Pattern.UNKNOWN);
            case "avro", "csv", "json", "sequential" -> Optional.of(ReadHints.Pattern.SEQUENTIAL);
            case "columnar", "hbase", "orc", "parquet", "random", "vector" ->
                Optional.of(ReadHints.Pattern.RANDOM);
            case "whole-file" -> Optional.of(ReadHints.Pattern.WHOLE);
            default -> Optional.empty();
          };
      if (pattern.isPresent()) {
        return pattern.get();
      }
    }
    return ReadHints.Pattern.UNKNOWN;
  }
}
