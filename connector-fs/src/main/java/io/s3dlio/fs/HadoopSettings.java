package io.s3dlio.fs;

import io.s3dlio.store.config.Secret;
import io.s3dlio.store.config.Settings;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
  private final String bucket;
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> ofBucket = new HashSet<>();

  /**
   * @param bucket the authority of the root being opened; empty where there is none
   * @param known every option name there is, without prefix
   */
  HadoopSettings(Configuration configuration, String bucket, Collection<String> known) {
    this.configuration = configuration;
    this.bucket = bucket;
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
          } else if (rest.equals(bucket + "." + option.get())) {
            names.add(option.get());
            ofBucket.add(option.get());
            if (!isSecret(name)) {
              values.put(option.get(), value);
            }
          }
        });
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
    char[] secret = null;
    if (!bucket.isEmpty()) {
      secret = configuration.getPassword(PREFIX + BUCKET + bucket + "." + name);
    }
    if (secret == null) {
      secret = configuration.getPassword(PREFIX + name);
    }
    return secret == null ? Optional.empty() : Optional.of(Secret.of(new String(secret).trim()));
  }

  @Override
  public Set<String> names() {
    return Set.copyOf(names);
  }

  @Override
  public String spell(String name) {
    return ofBucket.contains(name) ? PREFIX + BUCKET + bucket + "." + name : PREFIX + name;
  }

  @Override
  public String toString() {
    return "options " + names;
  }
}
