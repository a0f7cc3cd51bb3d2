package io.s3dlio.store.azure;

import io.s3dlio.store.ObjectUri;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an account and one of its containers are.
 *
 * @param container its name; empty where the root names only the account
 * @param account the name that requests are signed for
 * @param endpoint URL of the account's blob service, without a slash at its end
 */
record AzureAddress(ObjectUri root, String container, String account, URI endpoint) {

  /** The account of Microsoft's storage emulators, which everybody knows. */
  static final String EMULATOR = "devstoreaccount1";

  private static final Pattern ROOT = Pattern.compile("(?:([^@]*)@)?([^@]+)");

  /** What Azure allows, and the containers that it makes itself: $root, $web, $logs. */
  private static final Pattern CONTAINER =
      Pattern.compile("(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*|\\$[a-z]+");

  private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9]{3,24}");
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9]{3,24})(?:-secondary)?(?:\\.[a-z0-9-]+)+");

  /** The domains of "Compare Azure Government and global Azure" and its sisters' pages. */
  private static final Pattern OF_AZURE =
      Pattern.compile(
          ".*\\.(core\\.windows\\.net|core\\.usgovcloudapi\\.net|core\\.chinacloudapi\\.cn"
              + "|storage\\.azure\\.net)");

  /**
   * Reads a root, whose authority is {@code container@account} or only {@code account}; an account
   * is its name or the host of its blob service.
   *
   * @throws IllegalArgumentException for a root that cannot be
   */
  static AzureAddress parse(ObjectUri root) {
    Matcher form = ROOT.matcher(root.authority());
    if (!form.matches() || !root.path().isEmpty()) {
      throw new IllegalArgumentException(root + " is not of the form az://container@account/");
    }
    String container = form.group(1) == null ? "" : form.group(1);
    if (form.group(1) != null && !CONTAINER.matcher(container).matches()) {
      throw new IllegalArgumentException(
          root + ": a container's name has 3 to 63 lower-case letters, digits and single hyphens");
    }
    String place = form.group(2);
    if (place.contains(".dfs.")) {
      throw new IllegalArgumentException(
          root + ": name the account alone, or the host of its blob service instead of dfs");
    }
    if (ACCOUNT.matcher(place).matches()) {
      return new AzureAddress(root, container, place, ofName(place));
    }
    Matcher host = HOST.matcher(place);
    if (!host.matches()) {
      throw new IllegalArgumentException(
          root + ": an account's name has 3 to 24 lower-case letters and digits");
    }
    return new AzureAddress(root, container, host.group(1), URI.create("https://" + place));
  }

  /** Whether the endpoint is in a domain of Azure or of one of its national clouds. */
  boolean isOfAzure() {
    return OF_AZURE.matcher(endpoint.getHost()).matches();
  }

  private static URI ofName(String account) {
    return URI.create(
        account.equals(EMULATOR)
            ? "http://127.0.0.1:10000/" + EMULATOR
            : "https://" + account + ".blob.core.windows.net");
  }

  /** The same container, but reached elsewhere or signed for under another name. */
  AzureAddress at(Optional<URI> otherEndpoint, Optional<String> otherAccount) {
    URI there =
        otherEndpoint
            .map(given -> URI.create(given.toString().replaceAll("/+$", "")))
            .orElse(endpoint);
    return new AzureAddress(root, container, otherAccount.orElse(account), there);
  }
}
