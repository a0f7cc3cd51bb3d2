package io.s3dlio.fs;

import io.s3dlio.store.Stores;
import io.s3dlio.store.config.ConfigKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The reference page of all options, made from their declarations. */
final class ConfigurationPage {

  private static final Map<String, String> AREAS =
      Map.ofEntries(
          Map.entry("az", "`az:` and `azure:`"),
          Map.entry("gs", "`gs:` and `gcs:`"),
          Map.entry("hadoop", "The Hadoop FileSystem"),
          Map.entry("io", "Threads"),
          Map.entry("local", "`file:` and `direct:`"),
          Map.entry("memory", "Memory"),
          Map.entry("range", "Reading"),
          Map.entry("retry", "Retrying"),
          Map.entry("s3", "`s3:`"),
          Map.entry("status", "Statuses"),
          Map.entry("write", "Writing"));

  private ConfigurationPage() {}

  /** The whole page as Markdown. */
  static String text() {
    TreeMap<String, List<ConfigKey<?>>> areas = new TreeMap<>();
    List<ConfigKey<?>> keys = new ArrayList<>(Stores.keys());
    keys.addAll(HadoopConfig.KEYS);
    for (ConfigKey<?> key : keys) {
      String area = key.name().substring(0, key.name().indexOf('.'));
      areas.computeIfAbsent(area, name -> new ArrayList<>()).add(key);
    }
    StringBuilder page = new StringBuilder(INTRODUCTION);
    areas.forEach((area, options) -> append(page, area, options));
    return page.toString();
  }

  private static void append(StringBuilder page, String area, List<ConfigKey<?>> options) {
    String title = AREAS.get(area);
    if (title == null) {
      throw new IllegalStateException("name the area " + area + " in " + ConfigurationPage.class);
    }
    page.append("\n## ").append(title).append("\n\n");
    page.append("| Option | Type | Default | What it does |\n| --- | --- | --- | --- |\n");
    for (ConfigKey<?> key : options) {
      page.append("| `fs.s3dlio.").append(key.name()).append("` | ");
      page.append(key.type()).append(" | ");
      page.append(key.defaultText().isEmpty() ? "not set" : "`" + key.defaultText() + "`");
      page.append(" | ").append(key.sentence().replace("|", "\\|")).append(" |\n");
    }
  }

  private static final String INTRODUCTION =
      """
      # Options

      This page is made from the declarations in the code; a test keeps it current.

      - In Hadoop's configuration an option is written `fs.s3dlio.range.chunk-size`, for Spark
        `spark.hadoop.fs.s3dlio.range.chunk-size`, for plain Java `s3dlio.range.chunk-size`.
      - For one bucket alone: `fs.s3dlio.bucket.NAME.range.chunk-size`. It wins over the general one.
        On Azure NAME is `container@account`, or `account` for all its containers; for
        `s3://host:port/bucket/key` it is the bucket, or `host:port`.
      - Sizes: `8MiB`, `64KiB`, `1GiB` (powers of 1,024), `8MB` (powers of 1,000), or Hadoop's `8M`.
        Times: `100ms`, `30s`, `3m`, `1h`.
      - An unknown name under `fs.s3dlio.` is an error that offers the nearest known one.
      - Secrets may stand in a credential file instead (`hadoop credential create
        fs.s3dlio.s3.access-key-secret -provider jceks://...` and
        `hadoop.security.credential.provider.path`).
      - No logger of ours writes a secret at any level. The AWS SDK's signers and its HTTP client do,
        at DEBUG and TRACE: the bundle keeps them silent; with an SDK of your own keep
        `org.apache.hc.client5.http.wire`, `org.apache.hc.client5.http.headers`,
        `software.amazon.awssdk.http.auth.aws.internal.signer` and
        `software.amazon.awssdk.auth.signer` at INFO.
      - Buffers and threads belong to the whole process: what the first store says counts.
      """;
}
