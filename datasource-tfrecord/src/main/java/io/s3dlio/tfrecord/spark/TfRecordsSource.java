package io.s3dlio.tfrecord.spark;

/** The same source under the name that TensorFlow's own connector had: {@code tfrecords}. */
public final class TfRecordsSource extends TfRecordSource {

  private static final long serialVersionUID = 1L;

  @Override
  public String shortName() {
    return "tfrecords";
  }
}
