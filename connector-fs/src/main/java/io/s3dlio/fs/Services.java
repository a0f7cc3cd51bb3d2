package io.s3dlio.fs;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;

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

  /**
   * Removes what stands at a key; false when that is nothing.
   *
   * @param recursive whether a directory goes with what is in it
   * @throws PathIOException for the root of a disk, and for a container that is a directory here
   * @throws PathIsNotEmptyDirectoryException when not recursive
   */
  boolean delete(String key, boolean recursive) throws IOException {
    Path path = mount.paths().path(key);
    mount.requireNoContainer(key);
    if (key.isEmpty() && mount.hasRealDirectories()) {
      throw new PathIOException(path.toString(), "the root of a disk is not deleted");
    }
    Found found = rules.find(key);
    if (found.isNothing()) {
      return false;
    }
    if (found instanceof Found.Directory directory) {
      if (!recursive && !directory.empty()) {
        throw new PathIsNotEmptyDirectoryException(path.toString());
      }
      deletes.delete(key);
      if (directory.isObject()) {
        deletes.deleteKeys(List.of(key));
      }
    } else {
      deletes.deleteKeys(List.of(key));
    }
    mount.known().forget(key);
    rules.keepAlive(StorePaths.parent(key));
    return true;
  }
}
