package io.s3dlio.spark;

/** How a file is going to be read, in the words of Hadoop's {@code openFile}. */
public enum ReadPattern {
  /** From one place onwards. */
  SEQUENTIAL("sequential"),
  /** Ranges here and there. */
  RANDOM("random, vector"),
  /** From its first byte to its last. */
  WHOLE_FILE("whole-file, sequential");

  private final String policy;

  ReadPattern(String policy) {
    this.policy = policy;
  }

  /** Policies, the first that a FileSystem knows counts. */
  String policy() {
    return policy;
  }
}
