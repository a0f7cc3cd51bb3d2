package io.s3dlio.fs;

import io.s3dlio.store.ObjectUri;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the URI of a FileSystem names: one container, or an account or service whose containers are
 * the directories of its root.
 *
 * <p>One container: {@code s3://bucket}, {@code gs://bucket}, {@code az://container@account}. All
 * of an account's: {@code az://account}. All of a service's: {@code s3://host:port}, where only the
 * port makes a host, so that {@code 2024-data} and {@code a.b.c} are buckets; port 443 means https,
 * any other http. Aliases keep their scheme.
 *
 * @param uri scheme and authority as they were given, because Hadoop checks that paths keep both
 * @param authority empty for a disk
 */
record Address(URI uri, String scheme, String authority, boolean holdsContainers) {

  private static final Set<String> AZURE = Set.of("az", "azure");

  /** A name, or an IPv6 address in brackets; then the port. */
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})");

  private static final Pattern CONTAINER_AND_ACCOUNT = Pattern.compile("([^:@]+)@([^:@]+)");

  /**
   * Reads the URI that a FileSystem is opened with.
   *
   * @throws IOException when it holds what may be credentials; the message leaves them out
   */
  static Address parse(URI name) throws IOException {
    String scheme = name.getScheme();
    String authority = name.getRawAuthority() == null ? "" : name.getRawAuthority();
    boolean azure = AZURE.contains(scheme);
    if (authority.contains("@") && !(azure && CONTAINER_AND_ACCOUNT.matcher(authority).matches())) {
      throw credentialsIn(scheme);
    }
    boolean account = azure && !authority.isEmpty() && !authority.contains("@");
    boolean service = scheme.equals("s3") && HOST_AND_PORT.matcher(authority).matches();
    URI uri = URI.create(scheme + "://" + authority + (authority.isEmpty() ? "/" : ""));
    return new Address(uri, scheme, authority, account || service);
  }

  private static IOException credentialsIn(String scheme) {
    String cure =
        switch (scheme) {
          case "s3" ->
              "give them as options, such as fs.s3dlio.s3.access-key-id and"
                  + " fs.s3dlio.s3.access-key-secret";
          case "gs", "gcs" -> "give them as options, such as fs.s3dlio.gs.service-account-file";
          case "az", "azure" ->
              "give them as options, such as fs.s3dlio.az.shared-key-secret; the only @ stands"
                  + " between container and account, "
                  + scheme
                  + "://container@account";
          default -> "it needs none";
        };
    return new IOException(
        "a " + scheme + " URI must not hold credentials, because URIs are logged: " + cure);
  }

  /** The root of everything that is addressed: one container, or the place of all of them. */
  ObjectUri root() {
    return new ObjectUri(scheme, authority, "");
  }

  /** The root of one container of those held here, in its canonical form. */
  ObjectUri root(String container) {
    String canonical = AZURE.contains(scheme) ? container + "@" + authority : container;
    return new ObjectUri(scheme, canonical, "");
  }

  /** The options that the address itself says: which service a host and port are. */
  Map<String, String> options() {
    Matcher service = HOST_AND_PORT.matcher(authority);
    if (!holdsContainers || !service.matches()) {
      return Map.of();
    }
    String protocol = Integer.parseInt(service.group(1)) == 443 ? "https" : "http";
    return Map.of("s3.endpoint", protocol + "://" + authority);
  }

  /**
   * The names under which options may be given for one root alone, the first one counting most: the
   * container, then the account or the host and port.
   */
  List<String> optionNames(ObjectUri root) {
    List<String> names = new ArrayList<>();
    if (!root.authority().isEmpty()) {
      names.add(root.authority());
    }
    Matcher azure = CONTAINER_AND_ACCOUNT.matcher(root.authority());
    if (azure.matches()) {
      names.add(azure.group(2));
    } else if (!root.authority().equals(authority)) {
      names.add(authority);
    }
    return names;
  }
}
