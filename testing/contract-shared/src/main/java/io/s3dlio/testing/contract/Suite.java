package io.s3dlio.testing.contract;

/** A contract suite of hadoop-common that we run: {@code AbstractContract<label>Test}. */
public enum Suite {
  BULK_DELETE("BulkDelete"),
  CONTENT_SUMMARY("ContentSummary"),
  CREATE("Create"),
  DELETE("Delete"),
  ETAG("Etag"),
  GET_FILE_STATUS("GetFileStatus"),
  MKDIR("Mkdir"),
  OPEN("Open"),
  RENAME("Rename"),
  ROOT_DIRECTORY("RootDirectory"),
  SEEK("Seek"),
  STREAM_IO_STATISTICS("StreamIOStatistics"),
  UNBUFFER("Unbuffer"),
  VECTORED_READ("VectoredRead");

  private final String label;

  Suite(String label) {
    this.label = label;
  }

  /** The name in tables, for example {@code BulkDelete}. */
  public String label() {
    return label;
  }

  /** The simple name of our class that runs it. */
  public String testClass() {
    return label + "ContractTest";
  }

  /**
   * Whether it must run on this scheme: the root suite deletes "/", so it stays off local files.
   */
  public boolean runsOn(Scheme scheme) {
    return this != ROOT_DIRECTORY || !scheme.isLocal();
  }
}
