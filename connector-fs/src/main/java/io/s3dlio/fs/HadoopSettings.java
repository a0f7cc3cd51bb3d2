package io.s3dlio.fs;

import io.s3dlio.store.config.Secret;
import io.s3dlio.store.config.Settings;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Options from a Hadoop Configuration, for one bucket: {@code fs.s3dlio.area.option}, and before it
 * {@code fs.s3dlio.bucket.NAME.area.option}.
 *
 * <p>Buckets may contain dots, so the name of a bucket is what stands before the longest option
 * known. Secrets come through {@link Configuration#getPassword}, so credential files work.
 */
final class HadoopSettings implements Settings {

  /** What every name of ours begins with. */
  static final String PREFIX = "fs.s3dlio.";

  private static final String BUCKET = "bucket.";

  private final Configuration configuration;
  private final List<String> buckets;
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, String> ofBucket = new HashMap<>();

  /**
   * @param buckets what the root being opened may be named by, the name that counts most first:
   *     {@code container@account} before {@code account}; empty where there is none
   * @param known every option name there is, without prefix
   * @param fixed what the address of the root says, which counts more than any option
   */
  HadoopSettings(
      Configuration configuration,
      List<String> buckets,
      Collection<String> known,
      Map<String, String> fixed) {
    this.configuration = configuration;
    this.buckets = List.copyOf(buckets);
    Map<String, String> given = configuration.getPropsWithPrefix(PREFIX);
    given.forEach(
        (name, value) -> {
          if (!name.startsWith(BUCKET)) {
            names.add(name);
            if (!isSecret(name)) {
              values.putIfAbsent(name, value);
            }
            return;
          }
          String rest = name.substring(BUCKET.length());
          Optional<String> option = longestSuffix(rest, known);
          if (option.isEmpty()) {
            names.add(name);
          } else {
            String bucket = rest.substring(0, rest.length() - option.get().length() - 1);
            addOfBucket(bucket, option.get(), value);
          }
        });
    names.addAll(fixed.keySet());
    values.putAll(fixed);
  }

  private void addOfBucket(String bucket, String option, String value) {
    int rank = buckets.indexOf(bucket);
    String other = ofBucket.get(option);
    if (rank < 0 || (other != null && buckets.indexOf(other) < rank)) {
      return;
    }
    names.add(option);
    ofBucket.put(option, bucket);
    if (!isSecret(option)) {
      values.put(option, value);
    }
  }

  /** Secrets are fetched when they are asked for, and are never kept here. */
  private static boolean isSecret(String name) {
    return name.matches(".*(secret|password|token)");
  }

  private static Optional<String> longestSuffix(String rest, Collection<String> known) {
    return known.stream()
        .filter(option -> rest.length() > option.length() + 1 && rest.endsWith("." + option))
        .max((a, b) -> Integer.compare(a.length(), b.length()));
  }

  @Override
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  @Override
  public Optional<Secret> findSecret(String name) throws IOException {
    for (String bucket : buckets) {
      char[] secret = configuration.getPassword(PREFIX + BUCKET + bucket + "." + name);
      if (secret != null) {
        return Optional.of(Secret.of(new String(secret).trim()));
      }
    }
    char[] secret = configuration.getPassword(PREFIX + name);
    return secret == null ? Optional.empty() : Optional.of(Secret.of(new String(secret).trim()));
  }

  @Override
  public Set<String> names() {
    return Set.copyOf(names);
  }

  @Override
  public String spell(String name) {
    String bucket = ofBucket.get(name);
    return bucket == null ? PREFIX + name : PREFIX + BUCKET + bucket + "." + name;
  }

  @Override
  public String toString() {
    return "options " + names;
  }
}
