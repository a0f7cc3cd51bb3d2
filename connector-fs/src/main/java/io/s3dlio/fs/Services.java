package io.s3dlio.fs;

/** What works on one mount: the rules of directories and everything built on them. */
record Services(
    Mount mount, DirectoryRules rules, Listings listings, TreeDelete deletes, TreeRename renames) {

  static Services over(Mount mount) {
    DirectoryRules rules = new DirectoryRules(mount);
    Listings listings = new Listings(mount, rules);
    TreeDelete deletes = new TreeDelete(mount, listings);
    return new Services(
        mount, rules, listings, deletes, new TreeRename(mount, rules, listings, deletes));
  }
}
